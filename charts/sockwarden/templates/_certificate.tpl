{{/* Where the pods find their certificate. */}}
{{- define "sockwarden.certificateSecret" -}}
{{- default (include "sockwarden.name" (list . "tls")) .Values.certificate.existingSecret -}}
{{- end -}}

{{/* The name of cert-manager's Certificate. */}}
{{- define "sockwarden.certificateName" -}}
{{- default (include "sockwarden.fullname" .) .Values.certificate.certManager.certificateName -}}
{{- end -}}

{{/* The DNS names and addresses of a certificate that is made here, as JSON: {"names": […], "addresses": […]}. */}}
{{- define "sockwarden.certificateNames" -}}
{{- $service := printf "%s.%s.svc" (include "sockwarden.fullname" .) .Release.Namespace -}}
{{- $names := list $service (printf "%s.cluster.local" $service) -}}
{{- $addresses := list -}}
{{- if .Values.webhook.url -}}
{{- $host := include "sockwarden.serverName" . -}}
{{- if or (contains ":" $host) (regexMatch "^[0-9.]+$" $host) -}}{{- $addresses = list $host -}}{{- else -}}{{- $names = append $names $host | uniq -}}{{- end -}}
{{- end -}}
{{- dict "names" $names "addresses" $addresses | toJson -}}
{{- end -}}

{{/*
The certificate: a dict with PEM under certificate, key and caBundle, each empty where it is not the chart's business, and the
annotations of its Secret. Made once in a rendering and kept beside the values: the Secret and the webhook must speak of the same one.
*/}}
{{- define "sockwarden.prepareCertificate" -}}
{{- if not (hasKey .Values "preparedCertificate") -}}
{{- $given := .Values.certificate -}}
{{- $prepared := dict "certificate" "" "key" "" "caBundle" $given.caBundle "annotations" dict -}}
{{- if .Values.service.externalName -}}
{{- if not (or $given.caBundle .Values.webhook.annotations) -}}{{- fail "service.externalName needs certificate.caBundle: the PEM of the CA that issued the outside server's certificate" -}}{{- end -}}
{{- else if $given.certManager.enabled -}}
{{- if or $given.certificate $given.key $given.caBundle -}}{{- fail "certificate.certManager.enabled leaves nothing to certificate.certificate, certificate.key and certificate.caBundle: give one or the other" -}}{{- end -}}
{{- else if $given.existingSecret -}}
{{- $stored := get (lookup "v1" "Secret" .Release.Namespace $given.existingSecret) "data" | default dict -}}
{{- if and (not $given.caBundle) (index $stored "ca.crt") -}}{{- $_ := set $prepared "caBundle" (index $stored "ca.crt" | b64dec) -}}{{- end -}}
{{- if not (or $prepared.caBundle .Values.webhook.annotations) -}}{{- fail "certificate.existingSecret needs certificate.caBundle (PEM), or webhook.annotations that have the CA injected, or a ca.crt in the Secret" -}}{{- end -}}
{{- else if or $given.certificate $given.key -}}
{{- if not (and $given.certificate $given.key $given.caBundle) -}}{{- fail "certificate.certificate, certificate.key and certificate.caBundle belong together: give all three as PEM" -}}{{- end -}}
{{- $_ := set $prepared "certificate" $given.certificate -}}
{{- $_ := set $prepared "key" $given.key -}}
{{- else -}}
{{- include "sockwarden.keepOrMakeCertificate" (list . $prepared) -}}
{{- end -}}
{{- $_ := set .Values "preparedCertificate" $prepared -}}
{{- end -}}
{{- end -}}

{{/*
Fills a prepared certificate with the stored one, or with a new one where there is none, where it nears its end, where it is for other
names, and where another generation is asked for. What a template cannot read from a certificate stands in the Secret's annotations.
*/}}
{{- define "sockwarden.keepOrMakeCertificate" -}}
{{- $root := index . 0 -}}
{{- $prepared := index . 1 -}}
{{- $given := $root.Values.certificate -}}
{{- if le (int $given.validityDays) (int $given.renewBeforeDays) -}}{{- fail "certificate.validityDays must be above certificate.renewBeforeDays: every upgrade would renew" -}}{{- end -}}
{{- $secret := lookup "v1" "Secret" $root.Release.Namespace (include "sockwarden.certificateSecret" $root) -}}
{{- $stored := get $secret "data" | default dict -}}
{{- $noted := dig "metadata" "annotations" dict $secret | default dict -}}
{{- $names := include "sockwarden.certificateNames" $root -}}
{{- $generation := toString $given.generation -}}
{{- $isStored := and (index $stored "tls.crt") (index $stored "tls.key") (index $stored "ca.crt") -}}
{{- $left := sub (index $noted "sockwarden.dev/expires" | default "0" | int64) (now | unixEpoch | int64) -}}
{{- $lasts := gt $left (mul $given.renewBeforeDays 86400) -}}
{{- if and $isStored $lasts (eq (index $noted "sockwarden.dev/names" | default "") $names) (eq (index $noted "sockwarden.dev/generation" | default "") $generation) -}}
{{- $_ := set $prepared "certificate" (index $stored "tls.crt" | b64dec) -}}
{{- $_ := set $prepared "key" (index $stored "tls.key" | b64dec) -}}
{{- $_ := set $prepared "caBundle" (index $stored "ca.crt" | b64dec) -}}
{{- $_ := set $prepared "annotations" (pick $noted "sockwarden.dev/expires" "sockwarden.dev/names" "sockwarden.dev/generation") -}}
{{- else -}}
{{- $days := int $given.validityDays -}}
{{- $expires := add (now | unixEpoch | int64) (mul $days 86400) -}}
{{- $for := fromJson $names -}}
{{- $ca := genCAWithKey (printf "%s CA" (include "sockwarden.fullname" $root) | trunc 64) $days (genPrivateKey "ecdsa") -}}
{{- $leaf := genSignedCertWithKey (first $for.names | trunc 64) $for.addresses $for.names $days $ca (genPrivateKey "ecdsa") -}}
{{- $_ := set $prepared "certificate" $leaf.Cert -}}
{{- $_ := set $prepared "key" $leaf.Key -}}
{{- /* The old CA alone, not those before it: the bundle stays short. */ -}}
{{- $old := index $stored "ca.crt" | default "" | b64dec | regexFind "-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----" -}}
{{- $_ := set $prepared "caBundle" (empty $old | ternary $ca.Cert (printf "%s%s\n" $ca.Cert $old)) -}}
{{- $_ := set $prepared "annotations" (dict "sockwarden.dev/expires" (toString $expires) "sockwarden.dev/names" $names "sockwarden.dev/generation" $generation) -}}
{{- end -}}
{{- end -}}
