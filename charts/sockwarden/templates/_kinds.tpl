{{/* The products that are asked about, those of kinds.yaml that webhook.kinds picks: a JSON list. */}}
{{- define "sockwarden.products" -}}
{{- $all := keys (.Files.Get "kinds.yaml" | fromYaml) | sortAlpha -}}
{{- range .Values.webhook.kinds -}}
{{- if not (has . $all) -}}{{- fail (printf "webhook.kinds: %q is none of %s" . (join ", " $all)) -}}{{- end -}}
{{- end -}}
{{- default $all .Values.webhook.kinds | uniq | toJson -}}
{{- end -}}

{{/* The rules of those products: a JSON object of two lists, "products" and "core". Kinds that every cluster has are core. */}}
{{- define "sockwarden.rules" -}}
{{- $kinds := .Files.Get "kinds.yaml" | fromYaml -}}
{{- $products := list -}}
{{- $core := list -}}
{{- range include "sockwarden.products" . | fromJsonArray -}}
{{- range index $kinds . -}}
{{- if has (first .apiGroups) (list "" "apps" "batch" "networking.k8s.io") -}}{{- $core = append $core . | uniq -}}
{{- else -}}{{- $products = append $products . | uniq -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- dict "products" $products "core" $core | toJson -}}
{{- end -}}

{{/* The products of which anything is asked about: a JSON list. */}}
{{- define "sockwarden.askedProducts" -}}
{{- $asked := list -}}
{{- range include "sockwarden.products" . | fromJsonArray -}}
{{- $one := dict "Files" $.Files "Capabilities" $.Capabilities "Values" (dict "webhook" (merge (dict "kinds" (list .)) $.Values.webhook)) -}}
{{- if or (include "sockwarden.rules" $one | fromJson).products (include "sockwarden.asksCoreKinds" $one) -}}{{- $asked = append $asked . -}}{{- end -}}
{{- end -}}
{{- toJson $asked -}}
{{- end -}}

{{/* Whether core kinds are asked about. */}}
{{- define "sockwarden.asksCoreKinds" -}}
{{- if and .Values.webhook.coreKinds.enabled (include "sockwarden.since" (list . "1.28")) (include "sockwarden.rules" . | fromJson).core -}}true{{- end -}}
{{- end -}}

{{/* The namespaces that are never asked about: a JSON list. */}}
{{- define "sockwarden.excludedNamespaces" -}}
{{- concat (list "kube-system" .Release.Namespace) .Values.webhook.excludedNamespaces | uniq | toJson -}}
{{- end -}}

{{/* One webhook of the registration: (list . NAME RULES FAILURE-POLICY CONDITIONS) */}}
{{- define "sockwarden.webhook" -}}
{{- $root := index . 0 -}}
{{- $values := $root.Values -}}
- name: {{ index . 1 }}
  admissionReviewVersions: [v1, v1beta1]
  sideEffects: None
  matchPolicy: Equivalent
  failurePolicy: {{ index . 3 }}
  timeoutSeconds: {{ $values.webhook.timeoutSeconds }}
  clientConfig:
    {{- with $values.preparedCertificate.caBundle }}
    caBundle: {{ . | b64enc }}
    {{- end }}
    {{- if $values.webhook.url }}
    url: {{ $values.webhook.url | quote }}
    {{- else }}
    service:
      name: {{ include "sockwarden.fullname" $root }}
      namespace: {{ $root.Release.Namespace }}
      path: /validate
      port: {{ $values.service.port }}
    {{- end }}
  rules:
    {{- range index . 2 }}
    - apiGroups: {{ toJson .apiGroups }}
      apiVersions: {{ toJson .apiVersions }}
      resources: {{ toJson .resources }}
      operations: [CREATE, UPDATE]
      scope: "*"
    {{- end }}
  namespaceSelector:
    matchExpressions:
      - key: kubernetes.io/metadata.name
        operator: NotIn
        values: {{- include "sockwarden.excludedNamespaces" $root | fromJsonArray | toYaml | nindent 10 }}
      {{- with get $values.webhook.namespaceSelector "matchExpressions" }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- with get $values.webhook.namespaceSelector "matchLabels" }}
    matchLabels: {{- toYaml . | nindent 6 }}
    {{- end }}
  {{- with $values.webhook.objectSelector }}
  objectSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with index . 4 }}
  matchConditions: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
