# What people and controllers do all day, for test-cluster.sh.
# shellcheck shell=bash disable=SC2154 # the variables are test-cluster.sh's

edit() { # SED-EXPRESSION NAME -> what kubectl says, and what it writes above the refused text in the editor
  local status=0
  KUBE_EDITOR="sed -i '$1'" kubectl edit listenerpolicy "$2" > edited.txt 2>&1 || status=$?
  cat edited.txt
  sed -n 's/.*stored to "\(.*\)"/\1/p' edited.txt | xargs -r grep -h '^#'
  return $status
}
request() { # METHOD PATH TYPE BODY -> the answer's body
  curl -sS --cacert pki/ca.crt -X "$1" -H "Authorization: Bearer $token" -H "Content-Type: $3" --data-binary "$4" "https://127.0.0.1:$api_port$2"
}
policies=/apis/gateway.kgateway.dev/v1alpha1/namespaces/default/listenerpolicies

check "kubectl edit mends" 0 'tcpkeepalive edited' -- edit 's/intValue: 60/intValue: 75/' tcpkeepalive
check "kubectl edit is refused with the reason" 1 'is invalid|invalid' '\[SW106\]' -- edit 's/intValue: 75/intValue: 40000/' tcpkeepalive
check "Server-side apply of a good policy, twice" 0 'applied-serverside serverside-applied' ! Warning -- \
  bash -c "kubectl apply --server-side -f $(policy applied-serverside "${guide[@]}") && kubectl apply --server-side -f applied-serverside.yaml"
check "Another manager's server-side apply is denied field by field" 1 'is invalid' 'spec\.socketOptions.*\[SW102\]' -- \
  kubectl apply --server-side --force-conflicts --field-manager other -f <(sed 's/name: macos/name: applied-serverside/' macos.yaml)
check "A status is patched whatever the policy says" 0 '"message": *"seen"' -- \
  request PATCH "$policies/default-idle/status" application/merge-patch+json '{"status":{"message":"seen"}}'
check "A list of good and bad is taken by halves" 1 'in-a-list created' 'is invalid' -- \
  kubectl apply -f "$(policy in-a-list "${guide[@]}")" -f macos.yaml
kubectl patch listenerpolicy in-a-list --type merge -p '{"metadata":{"finalizers":["example.com/cleanup"]}}' > /dev/null
check "A delete waits for its finalizer, which comes off" 0 'in-a-list patched' 'NotFound' -- bash -c "
  kubectl delete listenerpolicy in-a-list --wait=false &&
  kubectl patch listenerpolicy in-a-list --type merge -p '{\"metadata\":{\"finalizers\":null}}' &&
  ! kubectl get listenerpolicy in-a-list"
check "All of a kind are deleted at once" 0 'applied-serverside' -- kubectl delete listenerpolicies --all

# A second registration, as an installation of another release or another tool's webhook would be.
kubectl get validatingwebhookconfiguration sockwarden -o json |
  jq '.metadata = {name: "second"} | .webhooks[] |= (.name = "second." + .name)' > second.json
kubectl apply -f second.json > /dev/null
asked_twice() { # the log has two lines of one dry run
  local before after
  before=$(grep -c '"name":"macos"' first.log)
  ! kubectl apply --dry-run=server -f macos.yaml
  after=$(grep -c '"name":"macos"' first.log)
  [ $((after - before)) = 2 ]
}
wait_for first asked_twice
check "Two webhooks at once deny as one" 1 'The ListenerPolicy "macos" is invalid' '\[SW102\]' -- kubectl apply --dry-run=server -f macos.yaml
check "And allow as one" 0 'tcpkeepalive created' ! Warning -- kubectl apply -f tcpkeepalive.yaml
kubectl delete validatingwebhookconfiguration second > /dev/null

# A schema as most clusters have it, which does not know socketOptions: the API server throws them away before any webhook sees them.
"$python" -B "$here/stock-crd.py" < "$here/listener-policy-crd.yaml" | kubectl apply -f - > /dev/null
is_pruned() {
  kubectl apply --dry-run=server --validate=false -o json -f tcpkeepalive.yaml | jq -e '.spec | has("socketOptions") | not'
}
wait_for first is_pruned
check "What the API server prunes is told from the last-applied annotation" 0 '^Warning: .*socketOptions.*\[SW401\]' 'pruned created' -- \
  kubectl apply --validate=false -f "$(policy pruned "${guide[@]}")"
check "A server-side apply of it gets no further than the API server" 1 'socketOptions: field not declared in schema' -- \
  kubectl apply --server-side --validate=false -f "$(policy pruned-too "${guide[@]}")"
kubectl delete listenerpolicies --all > /dev/null
kubectl apply -f "$here/listener-policy-crd.yaml" > /dev/null
is_kept() { kubectl apply --dry-run=server -o json -f tcpkeepalive.yaml | jq -e '.spec | has("socketOptions")'; }
wait_for first is_kept
