#!/usr/bin/env bash
# Starts the webhook with development certificates on a free port, sends it AdmissionReviews as an API server would, prints each verdict,
# then lints the same policies as files. usage: demo.sh SOCKWARDEN
set -euo pipefail

sockwarden=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

"$here/../../certs/make-development-certificates.sh" "$work/certs" >"$work/certs.log" 2>&1 || { cat "$work/certs.log" >&2; exit 1; }

"$sockwarden" serve --listen 127.0.0.1:0 --certificate "$work/certs/tls.crt" --key "$work/certs/tls.key" >"$work/server.log" 2>&1 &
server=$!

# The server says where it listens once it does; it ends if it cannot.
port=
for _ in $(seq 200); do
  port=$(sed -nE 's/.*"address":"127\.0\.0\.1:([0-9]+)".*/\1/p' "$work/server.log" | head -n 1)
  [ -n "$port" ] && break
  kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
  sleep 0.05
done
[ -n "$port" ] || { echo "the webhook did not say where it listens:" >&2; cat "$work/server.log" >&2; exit 1; }
echo "The webhook listens on https://localhost:$port/validate (TLS, certificate checked against the development CA)."

for request in "$here"/requests/*.json; do
  curl --silent --show-error --fail --cacert "$work/certs/ca.crt" --header 'Content-Type: application/json' \
    --data-binary "@$request" "https://localhost:$port/validate?timeout=10s" >"$work/answer.json"
  python3 "$here/print-verdict.py" "$request" "$work/answer.json"
done

echo
echo "The same policies as files, through the linter:"
echo "\$ sockwarden lint policies/"
status=0
(cd "$here" && "$sockwarden" lint policies) || status=$?
[ "$status" -eq 1 ] || { echo "the linter ended with $status, and 1 (findings) was expected" >&2; exit 1; }
