{{/* The objects' common name. */}}
{{- define "sockwarden.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "sockwarden.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "sockwarden.labels" -}}
{{ include "sockwarden.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "sockwarden.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "sockwarden.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "sockwarden.image" -}}
{{- $image := printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- if .Values.image.digest -}}{{- printf "%s@%s" $image .Values.image.digest -}}{{- else -}}{{- $image -}}{{- end -}}
{{- end -}}

{{/* Where the pods find their certificate. */}}
{{- define "sockwarden.certificateSecret" -}}
{{- default (printf "%s-tls" (include "sockwarden.fullname" .)) .Values.certificate.existingSecret -}}
{{- end -}}

{{/*
The certificate: a dict with PEM under certificate, key and caBundle, each empty where it is not the chart's business.
Made once in a rendering and kept beside the values: the Secret, the webhook and the pods' checksum must speak of the same one.
*/}}
{{- define "sockwarden.prepareCertificate" -}}
{{- if not (hasKey .Values "preparedCertificate") -}}
{{- $given := .Values.certificate -}}
{{- $prepared := dict "certificate" "" "key" "" "caBundle" $given.caBundle -}}
{{- $stored := (lookup "v1" "Secret" .Release.Namespace (include "sockwarden.certificateSecret" .)).data | default dict -}}
{{- if .Values.service.externalName -}}
{{- if not (or $given.caBundle .Values.webhook.annotations) -}}{{- fail "service.externalName needs certificate.caBundle: the PEM of the CA that issued the outside server's certificate" -}}{{- end -}}
{{- else if $given.existingSecret -}}
{{- if and (not $given.caBundle) (index $stored "ca.crt") -}}{{- $_ := set $prepared "caBundle" (index $stored "ca.crt" | b64dec) -}}{{- end -}}
{{- if not (or $prepared.caBundle .Values.webhook.annotations) -}}{{- fail "certificate.existingSecret needs certificate.caBundle (PEM), or webhook.annotations that have cert-manager inject it, or a ca.crt in the Secret" -}}{{- end -}}
{{- else if or $given.certificate $given.key -}}
{{- if not (and $given.certificate $given.key $given.caBundle) -}}{{- fail "certificate.certificate, certificate.key and certificate.caBundle belong together: give all three as PEM" -}}{{- end -}}
{{- $_ := set $prepared "certificate" $given.certificate -}}
{{- $_ := set $prepared "key" $given.key -}}
{{- else if and (index $stored "tls.crt") (index $stored "tls.key") (index $stored "ca.crt") -}}
{{- $_ := set $prepared "certificate" (index $stored "tls.crt" | b64dec) -}}
{{- $_ := set $prepared "key" (index $stored "tls.key" | b64dec) -}}
{{- $_ := set $prepared "caBundle" (index $stored "ca.crt" | b64dec) -}}
{{- else -}}
{{- $service := printf "%s.%s.svc" (include "sockwarden.fullname" .) .Release.Namespace -}}
{{- $ca := genCAWithKey (printf "%s CA" (include "sockwarden.fullname" .)) 3650 (genPrivateKey "ecdsa") -}}
{{- $names := list $service (printf "%s.cluster.local" $service) -}}
{{- $addresses := list -}}
{{- with .Values.webhook.url -}}
{{- $host := (urlParse .).hostname -}}
{{- if or (contains ":" $host) (regexMatch "^[0-9.]+$" $host) -}}{{- $addresses = list $host -}}{{- else -}}{{- $names = append $names $host -}}{{- end -}}
{{- end -}}
{{- $leaf := genSignedCertWithKey $service $addresses $names 3650 $ca (genPrivateKey "ecdsa") -}}
{{- $_ := set $prepared "certificate" $leaf.Cert -}}
{{- $_ := set $prepared "key" $leaf.Key -}}
{{- $_ := set $prepared "caBundle" $ca.Cert -}}
{{- end -}}
{{- $_ := set .Values "preparedCertificate" $prepared -}}
{{- end -}}
{{- end -}}
