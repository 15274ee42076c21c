#!/usr/bin/env bash
# Puts a kube-apiserver (1.20.2), its kubectl and an etcd (3.4.23) into DIR, from Debian bookworm's packages alone; nothing is installed.
# Debian ships etcd and kubectl ready to run, but of the API server only the source: the server is compiled, which takes about five minutes.
# usage: build-apiserver.sh DIR
set -euo pipefail
[ $# = 1 ] || { sed -n '4s/^# //p' "$0" >&2; exit 2; }
mkdir -p "$1"
dir=$(cd "$1" && pwd)
[ -x "$dir/kube-apiserver" ] && [ -x "$dir/etcd" ] && [ -x "$dir/kubectl" ] && exit 0

work=$dir/build
mkdir -p "$work"/{lists/partial,cache/archives/partial,packages,root}
# shellcheck disable=SC2016 # the format is apt's
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | sed -n 1p)
[ -n "$mirror" ] || { echo "apt knows no bookworm mirror: this build needs Debian 12 and apt-get update; or set KUBEBUILDER_ASSETS" >&2; exit 1; }
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
printf '%s [signed-by=%s] %s bookworm main\n' deb "$keyring" "$mirror" deb-src "$keyring" "$mirror" > "$work/sources.list"
apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$work/lists" \
    -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root "$@" > /dev/null
}
echo "fetching packages (120 MB)"
apt update
(
  cd "$work/packages"
  apt download golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev etcd-server kubernetes-client
  apt source --download-only kubernetes
  for package in *.deb; do dpkg -x "$package" "$work/root"; done
)

source=$work/go/src/k8s.io/kubernetes
rm -rf "$source"
mkdir -p "$source"
tar -xzf "$work"/packages/kubernetes_*.orig.tar.gz --strip-components=1 -C "$source"
# The vendored reflect2 1.0.1 panics under Go 1.18 and later; Debian has the release that does not.
rm -r "$source/vendor/github.com/modern-go/reflect2"
cp -rL "$work/root/usr/share/gocode/src/github.com/modern-go/reflect2" "$source/vendor/github.com/modern-go/"
find "$source/vendor/github.com/modern-go/reflect2" -name '*_test.go' -delete

export GOROOT=$work/root/usr/lib/go-1.19 GOPATH=$work/go GOCACHE=$work/gocache GO111MODULE=off GOPROXY=off CGO_ENABLED=0
go() { nice "$GOROOT/bin/go" "$@"; }
cd "$source"

# The tarball lacks one generated file: the OpenAPI definitions of every package that is marked for them.
echo "generating OpenAPI definitions"
go build -o "$work/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
inputs=$(grep -Rl --include='*.go' -e '+k8s:openapi-gen=' vendor/k8s.io pkg cmd plugin | grep -v -e /testdata/ -e /_examples/ -e /kube-openapi/ -e /sample- |
  sed 's|/[^/]*$||; s|^|k8s.io/kubernetes/|' | sort -u | paste -sd ,)
"$work/openapi-gen" --logtostderr --input-dirs "$inputs" --output-package k8s.io/kubernetes/pkg/generated/openapi --output-file-base zz_generated.openapi \
  --go-header-file hack/boilerplate/boilerplate.generatego.txt --report-filename "$work/violations" 2> "$work/openapi-gen.log" ||
  { tail -n 20 "$work/openapi-gen.log" >&2; exit 1; }

echo "compiling kube-apiserver (about five minutes)"
flags="-s -w"
for package in component-base/version client-go/pkg/version; do
  version=k8s.io/kubernetes/vendor/k8s.io/$package
  flags+=" -X $version.gitMajor=1 -X $version.gitMinor=20 -X $version.gitVersion=v1.20.2"
done
go build -trimpath -ldflags "$flags" -o "$dir/kube-apiserver" ./cmd/kube-apiserver
cp "$work"/root/usr/bin/{etcd,kubectl} "$dir"
cd "$dir"
# Go marks what it unpacks read-only.
chmod -R u+w "$work"
rm -rf "$work"
