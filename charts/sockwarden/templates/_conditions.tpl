{{/*
What the API server itself decides before it asks (CEL): a JSON list. A condition that fails would fail the request, so each field is
looked for before it is read.
*/}}
{{- define "sockwarden.conditions" -}}
{{- $conditions := list -}}
{{- if include "sockwarden.since" (list . "1.28") -}}
{{- if .Values.webhook.skipUnchanged -}}
{{- $conditions = list (dict "name" "changes-something" "expression" (include "sockwarden.changesCondition" .)) -}}
{{- end -}}
{{- $conditions = concat $conditions .Values.webhook.matchConditions -}}
{{- end -}}
{{- toJson $conditions -}}
{{- end -}}

{{/*
Not an update of status, finalizers, ownership or managed fields alone: so an object that is deleted never waits for the webhook. An object
without a spec is asked about.
*/}}
{{- define "sockwarden.changesCondition" -}}
request.operation != 'UPDATE' || !has(object.spec) || !has(oldObject.spec) || object.spec != oldObject.spec
{{- range list "labels" "annotations" }} || has(object.metadata.{{ . }}) != has(oldObject.metadata.{{ . }}) || (has(object.metadata.{{ . }}) && object.metadata.{{ . }} != oldObject.metadata.{{ . }})
{{- end -}}
{{- end -}}

{{/* For core kinds: these, no leader-election records, and only what holds one of the words. */}}
{{- define "sockwarden.coreConditions" -}}
{{- $election := dict "name" "elects-no-leader" "expression" "!has(object.metadata.annotations) || !('control-plane.alpha.kubernetes.io/leader' in object.metadata.annotations)" -}}
{{- $words := dict "name" "has-a-word" "expression" (include "sockwarden.wordsCondition" .) -}}
{{- concat (list $election) (include "sockwarden.conditions" . | fromJsonArray) (list $words) | toJson -}}
{{- end -}}

{{- define "sockwarden.wordsCondition" -}}
{{- $words := .Values.webhook.coreKinds.words | toJson -}}
(has(object.data) && object.data.exists(k, {{ $words }}.exists(w, object.data[k].contains(w)))) || {{ "" -}}
(has(object.metadata.annotations) && object.metadata.annotations.exists(k, {{ $words }}.exists(w, k.contains(w) || object.metadata.annotations[k].contains(w)))) || {{ "" -}}
(has(object.spec) && has(object.spec.template) && has(object.spec.template.metadata) && has(object.spec.template.metadata.annotations) && {{ "" -}}
object.spec.template.metadata.annotations.exists(k, {{ $words }}.exists(w, k.contains(w) || object.spec.template.metadata.annotations[k].contains(w))))
{{- end -}}
