{{/* caseway.toml, as every working process reads it. Where it listens is in its arguments. */}}
{{- define "caseway.settings" -}}
[doors]
drain_seconds = {{ int .Values.doors.drainSeconds }}

[console]
operator = {{ toJson .Values.console.operator }}

[intake]
body_bytes_max = {{ int64 .Values.intake.bodyBytesMax }}
bodies_bytes_max = {{ int64 .Values.intake.bodiesBytesMax }}
submissions_per_minute = {{ int64 .Values.intake.submissionsPerMinute }}
submissions_burst = {{ int64 .Values.intake.submissionsBurst }}

[identity]
allow_synthetic = {{ .Values.identity.allowSynthetic }}

[storage]
key_file = "/run/secrets/caseway/vault-key"

[storage.postgres]
url = {{ toJson .Values.postgres.url }}
password_file = "/run/secrets/caseway/login-password"
{{- include "caseway.settings.authority" . }}

[publication]
hidden_below = {{ int .Values.publication.hiddenBelow }}
{{- if .Values.kafka.enabled }}

[kafka]
brokers = {{ toJson .Values.kafka.brokers }}
entries_topic = {{ toJson .Values.kafka.entriesTopic }}
cases_topic = {{ toJson .Values.kafka.casesTopic }}
partitions = {{ int .Values.kafka.partitions }}
replication = {{ int .Values.kafka.replication }}
group = {{ toJson .Values.kafka.group }}
{{- end }}
{{- with .Values.extraConfig }}

{{ . }}
{{- end }}
{{- end }}

{{/* migrate.toml: the login that owns the tables, for the migration and nothing else. */}}
{{- define "caseway.settings.migration" -}}
[storage.postgres]
url = {{ toJson .Values.postgres.url }}
owner = {{ toJson .Values.postgres.owner }}
owner_password_file = "/run/secrets/caseway/owner-password"
{{- include "caseway.settings.authority" . }}
{{- end }}

{{- define "caseway.settings.authority" -}}
{{- if .Values.postgres.tlsRoot.configMap }}
tls_root = "/run/caseway/authority/{{ .Values.postgres.tlsRoot.key }}"
{{- end }}
{{- end }}
