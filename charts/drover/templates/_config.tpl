{{/* What every role's file begins with. Certificates and passwords are mounted, never written here. */}}
{{- define "drover.config.common" -}}
data_dir = "/var/lib/drover"
drain_deadline_s = {{ .Values.drainDeadlineSeconds }}

[telemetry]
log_format = "json"
log_filter = {{ .Values.telemetry.logFilter | quote }}
admin_listen = "0.0.0.0:4322"
{{- with .Values.telemetry.otlpEndpoint }}
otlp_endpoint = {{ . | quote }}
{{- if hasPrefix "https://" . }}
otlp_ca = {{ ternary "/etc/drover/otlp/ca.crt" "/etc/ssl/certs/ca-certificates.crt" (ne $.Values.telemetry.otlpCaSecret "") | quote }}
{{- end }}
{{- end }}
trace_ratio = {{ .Values.telemetry.traceRatio }}

[store.etcd]
endpoints = {{ .Values.etcd.endpoints | toJson }}
prefix = {{ .Values.etcd.prefix | quote }}
strict = {{ .Values.etcd.strict }}
{{- with .Values.etcd.user }}
user = {{ . | quote }}
password_file = "/etc/drover/etcd-password/password"
{{- end }}
{{- if .Values.etcd.tlsSecret }}
ca = "/etc/drover/etcd/ca.crt"
{{- if .Values.etcd.clientCertificate }}
cert = "/etc/drover/etcd/tls.crt"
key = "/etc/drover/etcd/tls.key"
{{- end }}
{{- end }}

[internal_tls]
ca = "/etc/drover/internal/ca.crt"
cert = "/etc/drover/internal/tls.crt"
key = "/etc/drover/internal/tls.key"
{{- end }}

{{- define "drover.config.gateway" -}}
{{- $window := 20 -}}
{{- if hasKey .Values.gateway.limits "drain_window_s" }}{{ $window = .Values.gateway.limits.drain_window_s }}{{ end -}}
{{- if lt (int .Values.drainDeadlineSeconds) (int $window) -}}
{{- fail (printf "drainDeadlineSeconds is %d, but gateways spread their closes over %d s: raise it, or lower gateway.limits.drain_window_s" (int .Values.drainDeadlineSeconds) (int $window)) -}}
{{- end -}}
{{ include "drover.config.common" . }}

[gateway]
listen = "0.0.0.0:4320"
{{- if .Values.packages.existingClaim }}
packages_dir = "/var/lib/drover-packages"
{{- end }}

[gateway.tls]
cert = "/etc/drover/tls/tls.crt"
key = "/etc/drover/tls/tls.key"
{{- if ne .Values.gateway.clientAuth "off" }}
client_ca = "/etc/drover/tls/ca.crt"
{{- end }}
client_auth = {{ .Values.gateway.clientAuth | quote }}
{{- with .Values.gateway.limits }}

[gateway.limits]
{{- range $key, $value := . }}
{{ $key }} = {{ if kindIs "bool" $value }}{{ $value }}{{ else }}{{ int64 $value }}{{ end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "drover.config.node" -}}
{{ include "drover.config.common" . }}

# Each pod listens on its own address, which is also the one it advertises: DROVER_NODE__LISTEN.
[node]
listen = "127.0.0.1:4330"
weight = {{ .Values.node.weight }}
lease_ttl_s = {{ .Values.node.leaseTtlSeconds }}
{{- end }}

{{- define "drover.config.control-api" -}}
{{ include "drover.config.common" . }}

[control_api]
listen = "0.0.0.0:4321"
tls_cert = "/etc/drover/tls/tls.crt"
tls_key = "/etc/drover/tls/tls.key"
admin_token_file = "/etc/drover/admin-token/token"
{{- with .Values.controlApi.agentsEndpoint }}
agents_endpoint = {{ . | quote }}
{{- end }}
{{- if .Values.controlApi.agentsCaSecret }}
agents_ca_cert = "/etc/drover/agents-ca/tls.crt"
agents_ca_key = "/etc/drover/agents-ca/tls.key"
{{- if .Values.controlApi.agentsCaBundle }}
agents_ca_bundle = "/etc/drover/agents-ca/ca.crt"
{{- end }}
agents_cert_days = {{ .Values.controlApi.agentsCertDays }}
certificate_approval = {{ .Values.controlApi.certificateApproval | quote }}
{{- end }}
{{- if .Values.packages.existingClaim }}
packages_dir = "/var/lib/drover-packages"
packages_url = {{ .Values.packages.url | quote }}
{{- end }}
{{- end }}

{{/* One role's ConfigMap. Takes root and role. */}}
{{- define "drover.configMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "drover.name" .root }}-{{ .role }}
  labels:
    {{- include "drover.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
data:
  drover.toml: |
    {{- include (print "drover.config." .role) .root | nindent 4 }}
{{- end }}
