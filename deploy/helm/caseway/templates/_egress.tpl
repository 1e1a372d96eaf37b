{{/* What a pod may reach, a rule each. */}}

{{- define "caseway.egress.names" -}}
- to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
  ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
{{- end }}

{{- define "caseway.egress.postgres" -}}
- ports: [{ port: {{ .Values.networkPolicy.postgres.port }}, protocol: TCP }]
  {{- with .Values.networkPolicy.postgres.to }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "caseway.egress.kafka" -}}
- ports:
    {{- range .Values.networkPolicy.kafka.ports }}
    - { port: {{ . }}, protocol: TCP }
    {{- end }}
  {{- with .Values.networkPolicy.kafka.to }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
