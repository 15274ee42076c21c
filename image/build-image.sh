#!/usr/bin/env bash
# Makes the image of a statically linked command, and what goes with it, with buildah and without a daemon. The same commit gives the same
# digest.
# usage: build-image.sh SOCKWARDEN [DIR]     DIR: .build/image
#   DIR/sockwarden.tar         the image, as an OCI archive for one platform
#   DIR/sockwarden.spdx.json   what is in it (SPDX 2.3)
#   DIR/digest                 the manifest's digest, as `skopeo copy --preserve-digests oci-archive:DIR/sockwarden.tar docker://…` keeps it: for
#                              the chart's image.digest
# It is in buildah's storage too, as localhost/sockwarden:VERSION.
set -euo pipefail

[ $# -ge 1 ] || { sed -n '4s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
sockwarden=$(realpath "$1")
dir=${2:-$root/.build/image}
! readelf --program-headers "$sockwarden" | grep -q INTERP ||
  { echo "$sockwarden is linked dynamically: an image without libraries cannot run it; make build links it statically" >&2; exit 1; }

version=$("$sockwarden" version)
version=${version##* }
if [ -z "${REVISION:-}" ]; then
  REVISION=$(git -C "$root" rev-parse HEAD)
  [ -z "$(git -C "$root" status --porcelain)" ] || REVISION+=-changed
fi
# Of the commit, as reproducible-builds.org has it: no clock of the builder's.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}

mkdir -p "$dir/context"
# The compiler's notes on its own inputs are all that differs between two folders; nothing reads them once a command is linked.
objcopy --remove-section .swift_modhash "$sockwarden" "$dir/context/sockwarden"
chmod 0755 "$dir/context/sockwarden"
image=localhost/sockwarden:$version
buildah build --quiet --isolation chroot --layers=false --identity-label=false --timestamp "$SOURCE_DATE_EPOCH" --file "$here/Dockerfile" \
  --build-arg VERSION="$version" --build-arg REVISION="$REVISION" --tag "$image" "$dir/context" > "$dir/id"
rm -f "$dir/sockwarden.tar"
buildah push --quiet --format oci --compression-format gzip --compression-level 9 --digestfile "$dir/digest" "$image" "oci-archive:$dir/sockwarden.tar:$version"
python3 "$here/sbom.py" "$dir/context/sockwarden" "$root" "$version" "$REVISION" > "$dir/sockwarden.spdx.json"

printf '%s %s\n  unpacked %s bytes, packed %s bytes\n  %s\n' "$image" "$(cat "$dir/digest")" "$(stat -c %s "$dir/context/sockwarden")" \
  "$(stat -c %s "$dir/sockwarden.tar")" "$dir/sockwarden.tar, sockwarden.spdx.json"
