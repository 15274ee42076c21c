#!/usr/bin/env bash
# Makes a certificate authority and a serving certificate for development: never for production, where cert-manager or the chart does it.
# usage: make-development-certificates.sh DIR [DNS-NAME|IP-ADDRESS…]
#   DIR/ca.crt    for the caBundle of the ValidatingWebhookConfiguration, and for curl --cacert
#   DIR/ca.key    signs; an existing pair is used again, so that what trusts it needs no change
#   DIR/tls.crt   for sockwarden serve --certificate: the serving certificate and its issuer
#   DIR/tls.key   for sockwarden serve --key
# The serving certificate is for localhost, 127.0.0.1, ::1, the chart's Service and every further name.
set -euo pipefail

[ $# -ge 1 ] || { sed -n '3s/^# //p' "$0" >&2; exit 2; }
dir=$1
shift
command -v openssl >/dev/null || { echo "openssl is missing: apt-get install openssl" >&2; exit 1; }
mkdir -p "$dir"
umask 077

service=sockwarden.sockwarden.svc
names="DNS:localhost,IP:127.0.0.1,IP:::1,DNS:sockwarden,DNS:sockwarden.sockwarden,DNS:$service,DNS:$service.cluster.local"
for name in "$@"; do
  case $name in
    *[!0-9A-Za-z.:*-]* | '') echo "not a DNS name nor an address: $name" >&2; exit 2 ;;
    *:*) names+=",IP:$name" ;;
    *[!0-9.]*) names+=",DNS:$name" ;;
    *) names+=",IP:$name" ;;
  esac
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -e "$dir/ca.key" ] || [ ! -e "$dir/ca.crt" ] || ! openssl x509 -checkend 86400 -noout -in "$dir/ca.crt" >/dev/null; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout "$work/ca.key" -out "$work/ca.crt" -days 365 \
    -subj "/CN=sockwarden development CA" -addext basicConstraints=critical,CA:TRUE,pathlen:0 \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
  mv "$work/ca.key" "$work/ca.crt" "$dir/"
fi

cat > "$work/extensions" <<END
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = $names
END
{
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout "$work/tls.key" -out "$work/tls.csr" -subj "/CN=$service"
  openssl x509 -req -in "$work/tls.csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -set_serial "0x$(openssl rand -hex 16)" -days 90 \
    -extfile "$work/extensions" -out "$work/leaf.crt"
} 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
cat "$work/leaf.crt" "$dir/ca.crt" > "$work/tls.crt"
mv "$work/tls.crt" "$work/tls.key" "$dir/"
chmod 644 "$dir/ca.crt" "$dir/tls.crt"

echo "made $dir/{ca,tls}.{crt,key} for $names"
