{{/* What every pod of Caseway has. */}}

{{/* Who it is and what it may do: nobody, and nothing. */}}
{{- define "caseway.pod.security" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{- define "caseway.container.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Where it runs: spread over zones and machines, a version for itself. */}}
{{- define "caseway.pod.place" -}}
topologySpreadConstraints:
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "caseway.selector" $.root | nindent 8 }}
        app.kubernetes.io/component: {{ $.component }}
    matchLabelKeys: [pod-template-hash]
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* The settings, the secrets that a working process needs, and the server's authority. */}}
{{- define "caseway.pod.volumes" -}}
volumes:
  - name: settings
    configMap: { name: {{ include "caseway.name" . }} }
  - name: secrets
    projected:
      # 0440: readable by the group that the pod is in.
      defaultMode: 288
      sources:
        - secret:
            name: {{ .Values.secrets.vaultKey.name }}
            items: [{ key: {{ .Values.secrets.vaultKey.key }}, path: vault-key }]
        - secret:
            name: {{ .Values.secrets.loginPassword.name }}
            items: [{ key: {{ .Values.secrets.loginPassword.key }}, path: login-password }]
{{- include "caseway.pod.authority" . }}
{{- end }}

{{- define "caseway.pod.authority" }}
{{- with .Values.postgres.tlsRoot.configMap }}
  - name: authority
    configMap: { name: {{ . }} }
{{- end }}
{{- end }}

{{- define "caseway.container.mounts" -}}
volumeMounts:
  - { name: settings, mountPath: /etc/caseway, readOnly: true }
  - { name: secrets, mountPath: /run/secrets/caseway, readOnly: true }
{{- if .Values.postgres.tlsRoot.configMap }}
  - { name: authority, mountPath: /run/caseway/authority, readOnly: true }
{{- end }}
{{- end }}

{{/* The probes that every process answers on the port of its metrics. */}}
{{- define "caseway.container.probes" -}}
startupProbe:
  httpGet: { path: /livez, port: metrics }
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: { path: /livez, port: metrics }
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /readyz, port: metrics }
  periodSeconds: 5
  timeoutSeconds: 3
{{- end }}
