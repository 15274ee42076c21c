# Replicas come, go and change under a stream of applies, for test-cluster.sh.
# shellcheck shell=bash disable=SC2154 # the variables are test-cluster.sh's

export TOKEN=$token
stream() { # NAME CLIENTS [OPTION…]
  local name=$1 clients=$2
  shift 2
  start "$name" "$python" -B "$here/apply-stream.py" "https://127.0.0.1:$api_port" pki/ca.crt "$clients" "$@"
}
# Ends a stream: TITLE NAME PATTERN…
check_stream() {
  local title=$1 name=$2 status=0
  shift 2
  end "$name" || status=$?
  check "$title" 0 "$@" -- bash -c "cat $name.log; exit $status"
}
has_reloaded() { # WHAT NAME TIMES
  [ "$(grep -c "\"message\":\"$1 reloaded\"" "$work/$2.log")" -ge "$3" ]
}
fingerprint() { openssl x509 -noout -fingerprint -sha256; }
served() { openssl s_client -connect "127.0.0.1:$(port_of "$1")" < /dev/null 2> /dev/null | fingerprint; }
# Puts a new replica in an old one's place, as a rollout does: OLD STAYS NEW [OPTION…]. The new one is ready first; then the old one is told
# to end, and a second goes by until the last node knows.
replace() {
  local old=$1 stays=$2 new=$3 status=0
  shift 3
  serve "$new" "$@"
  route "$old" "$stays" "$new"
  kill "${pids[$old]}"
  sleep 1
  route "$stays" "$new"
  wait "${pids[$old]}" || status=$?
  unset "pids[$old]"
  check "The replica that gave way ended in order" 0 '"message":"stopped"' ! 'connections-cut' -- bash -c "tail -n 1 $old.log; exit $status"
}

stream stream 16
wait_for stream grep -q begun stream.log
# One more replica takes its share.
serve second
route first second
warns() { # of a first keepalive probe after two hours
  kubectl apply --dry-run=server -f "$(policy two-hours "${keepalive[@]}")" 2>&1
}
# Both volumes at once, as the server looks at them.
rotate
configure 'rules: {SW203: off}'
for name in first second; do
  wait_for $name has_reloaded certificates $name 1
  wait_for $name has_reloaded configuration $name 1
done
check "A configuration that changed is in force, without a restart" 0 'two-hours created' ! 'SW203' -- warns
rotate
configure 'rules: {SW203: maybe}'
for name in first second; do
  wait_for $name has_reloaded certificates $name 2
  wait_for $name grep -q '"message":"configuration not reloaded' "$work/$name.log"
done
check "One that is not good changes nothing, and the log says where it is wrong" 0 'sockwarden\.yaml:1:16' 'two-hours created' ! 'Warning: .*SW203' -- \
  bash -c "grep -h 'configuration not reloaded' first.log; kubectl apply --dry-run=server -f two-hours.yaml"
for name in first second; do
  check "The certificate was rotated twice, and new connections get the last one" 0 "$(fingerprint < serving/tls.crt)" -- served $name
done
configure '{}'
for name in first second; do wait_for $name has_reloaded configuration $name 2; done
check "Nor does it stand in the way of the next" 0 '^Warning: .*\[SW203\]' -- warns
# A rollout of both, which asks the API server for its certificate from now on.
clients=(--client-ca "$work/clients/ca.crt" --client-name kube-apiserver)
replace first second third "${clients[@]}"
replace second third fourth "${clients[@]}"
check_stream "Not one of 16 clients' applies failed meanwhile" stream ' 0 failed' "200: " "422: "

check "The API server shows its certificate" 1 'is invalid' '\[SW102\]' -- kubectl apply --dry-run=server -f macos.yaml
check "Nobody else is answered" 0 '^403$|^401$' -- curl -s -o answer.txt -w '%{http_code}\n' --cacert serving/ca.crt \
  -H 'Content-Type: application/json' -d '{}' "https://localhost:$(port_of third)/validate"
check "Probes need no certificate" 0 '^ok$' -- curl -sS --cacert serving/ca.crt "https://localhost:$(port_of third)/readyz"

# One user sends what costs most, by dry run: nobody else may notice.
most_resident() { # NAME -> succeeds while it is below the chart's limit
  awk '/^VmHWM/ { printf "at most %d MiB resident\n", $2 / 1024; exit !($2 < 128 * 1024) }' "/proc/${pids[$1]}/status"
}
stream stream 8
wait_for stream grep -q begun stream.log
stream costly 4 --costly --answers 60
wait "${pids[costly]}" || true
check_stream "One user's costly objects are answered" costly ' 0 failed'
check_stream "Meanwhile the others' applies succeed" stream ' 0 failed' '200: ' '422: '
for name in third fourth; do check "The webhook keeps within the chart's memory" 0 -- most_resident $name; done
