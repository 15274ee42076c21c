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

{{/* The common name with a suffix, at most 63 characters together: (list . "tls") */}}
{{- define "sockwarden.name" -}}
{{- $suffix := index . 1 -}}
{{- printf "%s-%s" (include "sockwarden.fullname" (index . 0) | trunc (int (sub 62 (len $suffix))) | trimSuffix "-") $suffix -}}
{{- end -}}

{{- define "sockwarden.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "sockwarden.labels" -}}
{{ include "sockwarden.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{/* An object's metadata: (list . NAME [LABELS [ANNOTATIONS [NAMESPACE]]]), in the release's namespace unless another is named. */}}
{{- define "sockwarden.metadata" -}}
{{- $root := index . 0 -}}
name: {{ index . 1 }}
namespace: {{ gt (len .) 4 | ternary (last .) $root.Release.Namespace }}
labels: {{- merge dict (index (append . dict) 2) (include "sockwarden.labels" $root | fromYaml) | toYaml | nindent 2 }}
{{- with index (concat . (list dict dict)) 3 }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
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

{{/* The name or address that the API server looks for in the certificate. */}}
{{- define "sockwarden.serverName" -}}
{{- if .Values.webhook.url -}}{{- (urlParse .Values.webhook.url).hostname -}}
{{- else -}}{{- printf "%s.%s.svc" (include "sockwarden.fullname" .) .Release.Namespace -}}{{- end -}}
{{- end -}}

{{/* Whether the cluster's version is at least this, where a vendor's suffix counts for nothing: (list . "1.28") */}}
{{- define "sockwarden.since" -}}
{{- if semverCompare (printf ">=%s-0" (index . 1)) (index . 0).Capabilities.KubeVersion.Version -}}true{{- end -}}
{{- end -}}
