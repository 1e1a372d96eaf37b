{{/*
A Deployment of one kind of process. Takes root, component, its part of the values, command,
ports (name → number), and whether its number of replicas is left to an autoscaler.
*/}}
{{- define "caseway.workload" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "caseway.name" .root }}-{{ .component }}
  labels:
    {{- include "caseway.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  {{- if not .scaled }}
  replicas: {{ .part.replicas }}
  {{- end }}
  # A new one is ready before an old one goes. Both versions work on the tables of the newer.
  strategy:
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  selector:
    matchLabels:
      {{- include "caseway.selector" .root | nindent 6 }}
      app.kubernetes.io/component: {{ .component }}
  template:
    metadata:
      labels:
        {{- include "caseway.labels" .root | nindent 8 }}
        app.kubernetes.io/component: {{ .component }}
      annotations:
        caseway/settings: {{ include "caseway.settings" .root | sha256sum }}
        {{- with .root.Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "caseway.name" .root }}
      {{- include "caseway.pod.security" .root | nindent 6 }}
      {{- include "caseway.pod.place" . | nindent 6 }}
      # The sleep before SIGTERM, the drain, and the page that a normaliser has begun.
      terminationGracePeriodSeconds: {{ add .root.Values.doors.drainSeconds 25 }}
      containers:
        - name: {{ .component }}
          image: {{ include "caseway.image" .root }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          args:
            {{- range .command }}
            - {{ . | quote }}
            {{- end }}
          env:
            - { name: CASEWAY_LOG, value: {{ .root.Values.log | quote }} }
            - { name: CASEWAY_LOG_FORMAT, value: {{ .root.Values.logFormat }} }
          ports:
            {{- range $name, $number := .ports }}
            - { name: {{ $name }}, containerPort: {{ $number }} }
            {{- end }}
          # Nothing new is sent here by the time the drain begins.
          lifecycle: { preStop: { sleep: { seconds: 5 } } }
          {{- include "caseway.container.probes" . | nindent 10 }}
          resources: {{- toYaml .part.resources | nindent 12 }}
          securityContext: {{- include "caseway.container.security" . | nindent 12 }}
          {{- include "caseway.container.mounts" .root | nindent 10 }}
      {{- include "caseway.pod.volumes" .root | nindent 6 }}
{{- end }}
