{{/* Names, labels and selectors, the same everywhere. */}}

{{- define "caseway.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end -}}
{{- end }}

{{- define "caseway.selector" -}}
app.kubernetes.io/name: caseway
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "caseway.labels" -}}
{{ include "caseway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "caseway.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
