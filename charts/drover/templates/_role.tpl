{{- define "drover.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "drover.labels" -}}
app.kubernetes.io/name: drover
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "drover.selector" -}}
app.kubernetes.io/name: drover
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end }}

{{/* One role's Deployment. Takes root, role, values, portName, port, env, volumes (name: secret), packages (none, read
or write). */}}
{{- define "drover.deployment" -}}
{{- $root := .root -}}
{{- $content := and $root.Values.packages.existingClaim (ne .packages "none") -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "drover.name" $root }}-{{ .role }}
  labels:
    {{- include "drover.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
spec:
  replicas: {{ .values.replicas }}
  strategy:
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      {{- include "drover.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "drover.selector" . | nindent 8 }}
      annotations:
        # Of this role's file alone: what changes for one role does not roll the others.
        checksum/config: {{ include (print "drover.config." .role) $root | sha256sum }}
        prometheus.io/scrape: "true"
        prometheus.io/port: "4322"
    spec:
      enableServiceLinks: false
      automountServiceAccountToken: false
      # The drain, and the pause before it in which load balancers notice.
      terminationGracePeriodSeconds: {{ add $root.Values.drainDeadlineSeconds 15 }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        fsGroup: 65532
        seccompProfile:
          type: RuntimeDefault
      {{- with $root.Values.imagePullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "drover.selector" . | nindent 14 }}
      containers:
        - name: drover
          image: "{{ $root.Values.image.repository }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}"
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: [{{ .role | quote }}, --config, /etc/drover/drover.toml]
          env:
            - name: POD_IP
              valueFrom:
                fieldRef:
                  fieldPath: status.podIP
            {{- range $name, $value := .env }}
            - name: {{ $name }}
              value: {{ $value | quote }}
            {{- end }}
          ports:
            - name: {{ .portName }}
              containerPort: {{ .port }}
            - name: admin
              containerPort: 4322
          startupProbe:
            httpGet: { path: /readyz, port: admin }
            periodSeconds: 2
            failureThreshold: 60
          readinessProbe:
            httpGet: { path: /readyz, port: admin }
            periodSeconds: 5
          livenessProbe:
            httpGet: { path: /healthz, port: admin }
            periodSeconds: 10
            failureThreshold: 6
          lifecycle:
            preStop:
              sleep:
                seconds: 5
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          {{- with .values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: config
              mountPath: /etc/drover/drover.toml
              subPath: drover.toml
              readOnly: true
            - name: data
              mountPath: /var/lib/drover
            {{- range $name, $secret := .volumes }}
            - name: {{ $name }}
              mountPath: /etc/drover/{{ $name }}
              readOnly: true
            {{- end }}
            {{- if $content }}
            - name: packages
              mountPath: /var/lib/drover-packages
              readOnly: {{ eq .packages "read" }}
            {{- end }}
      volumes:
        - name: config
          configMap:
            name: {{ include "drover.name" $root }}-{{ .role }}
        - name: data
          emptyDir: {}
        {{- range $name, $secret := .volumes }}
        - name: {{ $name }}
          secret:
            secretName: {{ $secret }}
            defaultMode: 0440
        {{- end }}
        {{- if $content }}
        - name: packages
          persistentVolumeClaim:
            claimName: {{ $root.Values.packages.existingClaim }}
        {{- end }}
{{- end }}

{{/* Secrets every role mounts. */}}
{{- define "drover.volumes" -}}
{{- with .Values.telemetry.otlpCaSecret }}
otlp: {{ . }}
{{- end }}
{{- with .Values.etcd.tlsSecret }}
etcd: {{ . }}
{{- end }}
{{- with .Values.etcd.passwordSecret }}
etcd-password: {{ . }}
{{- end }}
{{- end }}
