#!/usr/bin/env bash
# Has a real kube-apiserver ask the webhook, and looks at what people see in kubectl.
# The API server is taken from $KUBEBUILDER_ASSETS, or from .tools/kube, where build-apiserver.sh puts one.
# Everything listens on loopback, lives in a temporary folder and ends with this script.
# usage: test-cluster.sh [SOCKWARDEN]     the command to test: .build/release/sockwarden
# environment: SOCKWARDEN_PYTHON (a Python with helm-python-sdk: .tools/venv/bin/python3), KUBEBUILDER_ASSETS
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# Absolute, but with their symlinks: a virtual environment's Python is one.
sockwarden=$(realpath -ms "${1:-$root/.build/release/sockwarden}")
python=$(realpath -ms "${SOCKWARDEN_PYTHON:-$root/.tools/venv/bin/python3}")
assets=$(realpath -ms "${KUBEBUILDER_ASSETS:-$root/.tools/kube}")
if [ ! -x "$assets/kube-apiserver" ] || [ ! -x "$assets/etcd" ]; then
  [ -z "${KUBEBUILDER_ASSETS:-}" ] || { echo "KUBEBUILDER_ASSETS=$assets has no kube-apiserver or no etcd" >&2; exit 1; }
  "$here/build-apiserver.sh" "$assets"
fi
PATH=$assets:$PATH
for tool in kubectl openssl curl jq "$sockwarden" "$python"; do
  command -v "$tool" > /dev/null || { echo "missing: $tool (make test-cluster sets everything up)" >&2; exit 1; }
done

work=$(mktemp -d)
declare -A pids=()
# Until the checks are through: then their output says what there is to say.
interrupted=true
# shellcheck disable=SC2317 # called by trap
cleanup() {
  local status=$?
  # The API server before its etcd.
  for name in stream costly first second third fourth balancer apiserver etcd; do end "$name" || true; done
  if $interrupted; then
    for log in "$work"/*.log; do
      [ -e "$log" ] && { echo "--- the end of $(basename "$log")"; tail -n 15 "$log"; } >&2
    done
  fi
  rm -rf "$work"
  exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

start() { # NAME COMMAND…
  local name=$1
  shift
  "$@" > "$work/$name.log" 2>&1 < /dev/null &
  pids[$name]=$!
}
end() { # NAME -> the process's exit status
  local pid=${pids[$1]:-}
  [ -n "$pid" ] || return 0
  unset "pids[$1]"
  kill "$pid" 2> /dev/null || true
  wait "$pid"
}
wait_for() { # NAME COMMAND…: until the command succeeds, as long as the process lives and three minutes at most
  local name=$1 deadline=$((SECONDS + 180))
  shift
  until "$@" > /dev/null 2>&1; do
    kill -0 "${pids[$name]}" 2> /dev/null || { echo "$name ended" >&2; exit 1; }
    [ $SECONDS -lt $deadline ] || { echo "$name is not ready after three minutes" >&2; exit 1; }
    sleep 0.1
  done
}

# --- What stands for the webhook's Service: it lives on while replicas come and go.
# A replica of the webhook: NAME [OPTION…]. It reads its files where the kubelet would mount them.
serve() {
  local name=$1
  shift
  start "$name" "$sockwarden" serve --listen 127.0.0.1:0 --certificate "$work/mount/tls/tls.crt" --key "$work/mount/tls/tls.key" \
    --config "$work/mount/config/sockwarden.yaml" --drain 3 "$@"
  wait_for "$name" grep -q '"message":"listening"' "$work/$name.log"
}
port_of() { sed -n 's/.*"message":"listening","address":"127\.0\.0\.1:\([0-9]*\)".*/\1/p' "$work/$1.log"; }
# The replicas that new connections go to: NAME…
route() {
  for name in "$@"; do port_of "$name"; done > "$work/endpoints.new"
  mv "$work/endpoints.new" "$work/endpoints"
}
# Puts files where the kubelet mounts a Secret or ConfigMap, and as it does: a folder of their own, and one rename of a symlink. FOLDER FILE…
mount_files() {
  local folder=$1 old new
  shift
  mkdir -p "$folder"
  old=$(readlink "$folder/..data" || true)
  new=$(mktemp -d "$folder/..XXXXXX")
  cp "$@" "$new"
  ln -s "$(basename "$new")" "$folder/..data_tmp"
  mv -T "$folder/..data_tmp" "$folder/..data"
  for file in "$@"; do [ -e "$folder/$(basename "$file")" ] || ln -s "..data/$(basename "$file")" "$folder/"; done
  [ -z "$old" ] || rm -r "${folder:?}/$old"
}
rotate() {
  "$root/certs/make-development-certificates.sh" "$work/serving" > /dev/null
  mount_files "$work/mount/tls" "$work"/serving/tls.{crt,key}
}
configure() { # TEXT
  echo "$1" > "$work/sockwarden.yaml"
  mount_files "$work/mount/config" "$work/sockwarden.yaml"
}
rotate
configure "{}"
touch "$work/endpoints"
start balancer "$python" -uB "$here/../Load/balancer.py" "$work/endpoints"
wait_for balancer grep -q . "$work/balancer.log"
service_port=$(cat "$work/balancer.log")

# --- An API server on free ports, with one certificate and one token for everything.
read -r etcd_port peer_port api_port < <("$python" -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(s.getsockname()[1] for s in sockets))')
"$root/certs/make-development-certificates.sh" "$work/pki" > /dev/null
token=$(openssl rand -hex 16)
(umask 077 && echo "$token,admin,1,system:masters" > "$work/tokens.csv")

# The certificate that the API server shows to webhooks that ask for one.
mkdir "$work/clients"
(
  cd "$work/clients"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout ca.key -out ca.crt -days 2 -subj "/CN=clients" \
    -addext basicConstraints=critical,CA:TRUE
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout tls.key -out tls.csr -subj "/CN=kube-apiserver"
  openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -out tls.crt -days 2 -extfile <(echo "extendedKeyUsage=clientAuth")
) 2> "$work/clients.log"
cat > "$work/admission.yaml" << END
apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: ValidatingAdmissionWebhook
    configuration:
      apiVersion: apiserver.config.k8s.io/v1
      kind: WebhookAdmissionConfiguration
      kubeConfigFile: $work/webhooks.kubeconfig
END
cat > "$work/webhooks.kubeconfig" << END
apiVersion: v1
kind: Config
users:
  - name: "sockwarden.sockwarden.svc:$service_port"
    user: {client-certificate: $work/clients/tls.crt, client-key: $work/clients/tls.key}
END

start etcd "$assets/etcd" --data-dir "$work/etcd" --unsafe-no-fsync --listen-client-urls "http://127.0.0.1:$etcd_port" \
  --advertise-client-urls "http://127.0.0.1:$etcd_port" --listen-peer-urls "http://127.0.0.1:$peer_port" \
  --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" --initial-cluster "default=http://127.0.0.1:$peer_port"
cat > "$work/audit-policy.yaml" << END
apiVersion: audit.k8s.io/v1
kind: Policy
rules: [{level: Metadata, resources: [{group: gateway.kgateway.dev}]}]
END
wait_for etcd curl -fsS "http://127.0.0.1:$etcd_port/health"
start apiserver "$assets/kube-apiserver" --etcd-servers "http://127.0.0.1:$etcd_port" --bind-address 127.0.0.1 --secure-port "$api_port" \
  --advertise-address 127.0.0.1 --endpoint-reconciler-type none --service-cluster-ip-range 10.0.0.0/24 --cert-dir "$work/pki" \
  --tls-cert-file "$work/pki/tls.crt" --tls-private-key-file "$work/pki/tls.key" --token-auth-file "$work/tokens.csv" --authorization-mode RBAC \
  --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$work/pki/tls.crt" \
  --service-account-signing-key-file "$work/pki/tls.key" --disable-admission-plugins ServiceAccount \
  --audit-policy-file "$work/audit-policy.yaml" --audit-log-path "$work/audit.json" \
  --admission-control-config-file "$work/admission.yaml"
cat > "$work/kubeconfig" << END
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://127.0.0.1:$api_port", certificate-authority: $work/pki/ca.crt}}]
users: [{name: admin, user: {token: $token}}]
contexts: [{name: test, context: {cluster: test, user: admin, namespace: default}}]
current-context: test
END
export KUBECONFIG=$work/kubeconfig HOME=$work
wait_for apiserver kubectl get --raw /readyz
wait_for apiserver kubectl get namespace default
echo "kube-apiserver $(kubectl get --raw /version | sed -n 's/.*"gitVersion": "\(.*\)".*/\1/p') is ready"

# --- What is checked.
cd "$work"
checks=0 failures=0
fail() {
  failures=$((failures + 1))
  printf '  NOT AS EXPECTED: %s\n' "$1"
}
# check TITLE STATUS [PATTERN… [! ABSENT…]] -- COMMAND…: runs a command, shows what it says, and holds it against extended regular expressions.
check() {
  local title=$1 wanted=$2 present=() absent=() seen status=0 into=present
  shift 2
  while [ "$1" != -- ]; do
    if [ "$1" = ! ]; then into=absent; elif [ $into = present ]; then present+=("$1"); else absent+=("$1"); fi
    shift
  done
  shift
  checks=$((checks + 1))
  printf '\n== %s\n$ %s\n' "$title" "$*"
  seen=$("$@" 2>&1) || status=$?
  printf '%s\n' "$seen" | sed 's/^/  /'
  [ "$status" = "$wanted" ] || fail "exit status $status instead of $wanted"
  for pattern in "${present[@]}"; do grep -qE -- "$pattern" <<< "$seen" || fail "nothing matches: $pattern"; done
  for pattern in "${absent[@]}"; do ! grep -qE -- "$pattern" <<< "$seen" || fail "this should not be there: $pattern"; done
}
policy() { # NAME OPTION… -> a file with that policy
  local name=$1 file=$1.yaml
  shift
  {
    printf 'apiVersion: gateway.kgateway.dev/v1alpha1\nkind: ListenerPolicy\nmetadata: {name: %s}\nspec:\n' "$name"
    printf '  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]\n  socketOptions:\n'
    printf '  - {%s}\n' "$@"
  } > "$file"
  echo "$file"
}
keepalive=('description: "enable keepalive", level: 1, name: 9, intValue: 1, state: STATE_PREBIND')
guide=("${keepalive[@]}"
  'description: "idle time before first keepalive probe is sent", level: 6, name: 4, intValue: 60, state: STATE_PREBIND'
  'description: "keepalive interval", level: 6, name: 5, intValue: 20, state: STATE_PREBIND'
  'description: "keepalive probes count", level: 6, name: 6, intValue: 2, state: STATE_PREBIND')
macos=('level: 65535, name: 8, intValue: 1, state: STATE_PREBIND' 'level: 6, name: 4, intValue: 40000, state: STATE_PREBIND')

kubectl apply -f "$here/listener-policy-crd.yaml" -f <("$python" "$here/other-crds.py") > /dev/null
wait_for apiserver kubectl get listenerpolicies,clienttrafficpolicies,destinationrules,upstreams,ciliumenvoyconfigs
# Stored before there was a webhook.
kubectl apply -f "$(policy stored "${macos[@]}")" > /dev/null
kubectl patch listenerpolicy stored --type merge -p '{"metadata":{"finalizers":["example.com/cleanup"]}}' > /dev/null

serve first
route first
kubectl create namespace sockwarden > /dev/null
# API servers from 1.21 on set this label by themselves.
kubectl label --overwrite namespace sockwarden kubernetes.io/metadata.name=sockwarden > /dev/null
check "The chart's objects are taken" 0 'service/sockwarden created' 'validatingwebhookconfiguration.*/sockwarden created' -- \
  kubectl apply -f <("$python" "$here/render-webhook.py" "$root/charts/sockwarden" "$work/serving/ca.crt" "$service_port")
# The API server learns of a webhook by watching: until then it would let anything pass.
is_refused() { ! kubectl apply --dry-run=server -f "$1"; }
wait_for first is_refused "$(policy probe "${macos[@]}")"

check "The guide's policy is allowed" 0 'tcpkeepalive created' ! Warning -- kubectl apply -f "$(policy tcpkeepalive "${guide[@]}")"
check "The audit log explains it" 0 '/verdict":"allowed' '/keepalive":".*60 s' -- \
  sh -c "grep '\"name\":\"tcpkeepalive\"' audit.json | grep -o '\"annotations\":.*' | tail -n 1"
check "Numbers that are not Linux's are denied, field by field" 1 \
  'The ListenerPolicy "macos" is invalid' '\* spec\.socketOptions\[0\]\.level: .*SO_KEEPALIVE.*\[SW102\]' '\* spec\.socketOptions\[1\]\.intValue: .*\[SW106\]' \
  ! 'admission webhook' -- kubectl apply -f "$(policy macos "${macos[@]}")"
check "A server-side dry run says the same" 1 'The ListenerPolicy "macos" is invalid' '\[SW102\]' '\[SW106\]' -- \
  kubectl apply --dry-run=server -f macos.yaml
check "Server-side apply as well" 1 'is invalid' '\[SW102\]' -- kubectl apply --server-side -f macos.yaml
check "Nothing of it was stored" 1 'NotFound' -- kubectl get listenerpolicy macos
demo=$root/Tests/Demo/policies
for namespace in edge shop gloo-system; do kubectl create namespace "$namespace" > /dev/null; done
sed 's/probes: 3/probes: 200/' "$demo/5-client-traffic-policy.yaml" > half-a-second.yaml
check "Envoy Gateway's half a second is denied" 1 'The ClientTrafficPolicy "half-a-second" is invalid' \
  '\* spec\.tcpKeepalive\.interval: .*500ms.*\[SW304\]' '\* spec\.tcpKeepalive\.probes: .*127.*\[SW305\]' -- \
  kubectl apply --dry-run=server -f half-a-second.yaml
sed 's/probes: 3/probes: 200/' "$demo/6-destination-rule.yaml" > ten-hours.yaml
check "Istio's ten hours as well, with a warning about the subset" 1 'The DestinationRule "ten-hours" is invalid' '^Warning: .*\[SW307\]' \
  '\* spec\.trafficPolicy\.connectionPool\.tcp\.tcpKeepalive\.time: .*32767.*\[SW305\]' \
  '\* spec\.trafficPolicy\.connectionPool\.tcp\.tcpKeepalive\.probes: .*127.*\[SW305\]' -- kubectl apply --dry-run=server -f ten-hours.yaml
sed 's/keepaliveInterval: 20s/keepaliveInterval: 20h/' "$demo/8-gloo-upstream.yaml" > orders.yaml
check "Gloo's zero" 1 'The Upstream "orders" is invalid' '\* spec\.connectionConfig\.tcpKeepalive\.keepaliveTime: .*\[SW304\]' \
  '\* spec\.connectionConfig\.tcpKeepalive\.keepaliveInterval: .*32767.*\[SW305\]' -- kubectl apply --dry-run=server -f orders.yaml
check "Cilium's listener gets a warning" 0 '^Warning: .*300.*\[SW408\]' -- kubectl apply --dry-run=server -f "$demo/9-cilium-envoy-config.yaml"
check "Options without SO_KEEPALIVE are denied" 1 'spec\.socketOptions\[0\].*\[SW201\]' -- \
  kubectl apply -f "$(policy not-enabled "${guide[@]:1}")"
check "A warning reaches kubectl in a dry run" 0 '^Warning: .*\[SW203\]' 'created \(server dry run\)' -- \
  kubectl apply --dry-run=server -f "$(policy default-idle "${keepalive[@]}")"
check "And when it counts" 0 '^Warning: .*\[SW203\]' 'default-idle created' -- kubectl apply -f default-idle.yaml
check "A stored policy can be labelled, whatever is wrong with it" 0 '^Warning: .*\[SW102\]' 'stored labeled' -- \
  kubectl label listenerpolicy stored team=edge
check "Mended by half" 0 '\[SW106\]' 'stored patched' ! '\[SW102\]' -- kubectl patch listenerpolicy stored --type json \
  -p '[{"op":"replace","path":"/spec/socketOptions/0/level","value":1},{"op":"replace","path":"/spec/socketOptions/0/name","value":9}]'
check "But not made worse" 1 'is invalid' '\[SW106\]' -- kubectl patch listenerpolicy stored --type json \
  -p '[{"op":"add","path":"/spec/socketOptions/-","value":{"level":6,"name":6,"intValue":128}}]'
check "Its status can be written" 0 -- kubectl replace --raw \
  /apis/gateway.kgateway.dev/v1alpha1/namespaces/default/listenerpolicies/stored/status -f <(
    kubectl get listenerpolicy stored -o json | "$python" -c 'import json, sys; o = json.load(sys.stdin); o["status"] = {"seen": True}; print(json.dumps(o))')
check "It can be deleted" 0 'deleted' -- kubectl delete listenerpolicy stored --wait=false
check "While a finalizer holds it, a bad option still gets no further" 1 'is invalid' '\[SW102\]' -- kubectl patch listenerpolicy stored \
  --type json -p '[{"op":"add","path":"/spec/socketOptions/-","value":{"level":65535,"name":8,"intValue":1}}]'
check "Nor does another gateway get the old one" 1 'is invalid' '\[SW106\]' -- kubectl patch listenerpolicy stored --type merge \
  -p '{"spec":{"targetRefs":[{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"other"}]}}'
check "And its finalizer comes off" 0 'stored patched' -- kubectl patch listenerpolicy stored --type merge -p '{"metadata":{"finalizers":null}}'
check "So that it is gone" 1 'NotFound' -- kubectl get listenerpolicy stored
check "An upgrade keeps the certificate that the chart made" 0 'upgraded to 3 replicas; the CA of the webhook is the Secret.s; the certificate was kept' 'renewed beside the old CA' \
  'changed by hand: .*conflict' 'was back with the next upgrade' -- \
  "$python" "$here/install-twice.py" "$KUBECONFIG" "$root/charts/sockwarden" kept
check "Its helm test passes on the denial" 0 '\[SW102\]' 'denied, as it must be' -- \
  "$python" "$here/run-helm-test.py" "$root/charts/sockwarden" macos.yaml SW102
check "And on nothing else" 1 'nobody objected' -- \
  "$python" "$here/run-helm-test.py" "$root/charts/sockwarden" "$(policy harmless "${guide[@]}")" SW102
check "The release's own namespace is not asked about" 0 'macos created' -- kubectl apply --namespace sockwarden -f macos.yaml

check "The log has a line for the denial, without the object" 0 '"name":"macos"' ! 'socketOptions' -- \
  grep '"name":"macos"' first.log

# shellcheck source=everyday.sh
. "$here/everyday.sh"
# shellcheck source=under-load.sh
. "$here/under-load.sh"

# --- When it is broken.
"$root/certs/make-development-certificates.sh" "$work/other" > /dev/null
trust() { # CA-FILE…
  kubectl patch validatingwebhookconfiguration sockwarden --type json \
    -p "[{\"op\":\"replace\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"$(cat "$@" | base64 -w 0)\"}]" > /dev/null
}
trust "$work/other/ca.crt"
wait_for third is_refused "$(policy distrusted "${guide[@]}")"
check "A caBundle that does not fit is an error" 1 'failed calling webhook.*x509' -- kubectl apply --dry-run=server -f distrusted.yaml
check "And the log tells the operator" 0 'caBundle.*"alert":"bad_certificate"' -- \
  grep -hm 1 'refused the serving certificate' third.log fourth.log

# With another bundle the API server connects anew: now to a server that waits for somebody else.
serve first --client-ca "$work/clients/ca.crt" --client-name somebody-else
route first
trust "$work/serving/ca.crt" "$work/other/ca.crt"
is_turned_away() {
  local seen
  seen=$(kubectl apply --dry-run=server -f distrusted.yaml 2>&1) && return 1
  grep 'failed calling webhook' <<< "$seen" | grep -v x509
}
wait_for first is_turned_away
check "An API server whose certificate is for another name is turned away" 1 'failed calling webhook' ! 'x509' -- kubectl apply --dry-run=server -f distrusted.yaml

for name in first third fourth; do
  status=0
  end $name || status=$?
  check "SIGTERM ends the server in order" 0 '"message":"stopped"' -- bash -c "tail -n 1 $name.log; exit $status"
done
check "Without a webhook no policy gets past" 1 'failed calling webhook' -- kubectl apply -f "$(policy unreviewed "${guide[@]}")"

interrupted=false
printf '\n%s checks, %s not as expected\n' "$checks" "$failures"
[ "$failures" = 0 ]
