{{- define "fipsmark.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "fipsmark.labels" -}}
app.kubernetes.io/name: fipsmark
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* What every pod has in common. The API server is never asked: no token. */}}
{{- define "fipsmark.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{/* What every container has in common: the restricted Pod Security Standard, and more. */}}
{{- define "fipsmark.container" -}}
imagePullPolicy: {{ .Values.image.pullPolicy }}
resources: {{ toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* The node's name, for the verdict: a pod's own host name is the pod's. */}}
{{- define "fipsmark.environment" -}}
env:
- name: NODE_NAME
  {{- if .Values.nodeName }}
  value: {{ .Values.nodeName | quote }}
  {{- else }}
  valueFrom:
    fieldRef:
      fieldPath: spec.nodeName
  {{- end }}
{{- end }}

{{/* What `accept` is told, as a list in JSON. */}}
{{- define "fipsmark.acceptArguments" -}}
{{- $accept := .Values.accept -}}
{{- $words := list "--profile" $accept.profile "--policy" $accept.policy -}}
{{- if $accept.waivers }}{{ $words = concat $words (list "--waivers" "/waivers/waivers.json") }}{{ end -}}
{{- concat $words $accept.arguments | toJson -}}
{{- end }}

{{/* Where a container finds waivers, and the volume that they come from. */}}
{{- define "fipsmark.waiverMount" -}}
{{- if .Values.accept.waivers -}}
- name: waivers
  mountPath: /waivers
  readOnly: true
{{- end -}}
{{- end }}

{{- define "fipsmark.waiverVolume" -}}
{{- if .Values.accept.waivers -}}
- name: waivers
  configMap:
    name: {{ .Release.Name }}-waivers
{{- end -}}
{{- end }}

{{/*
The gate, of two parts: the node is judged by the libcrypto of fipsmark's image, then the workload's
own image by the libcrypto that the workload will use. The executable for that comes from a volume,
so that the image needs nothing but its own libraries; without a libcrypto its loader ends the
container with 127, which closes the gate.
Takes a list: the chart's root, the workload's image and its environment.
*/}}
{{- define "fipsmark.gate" -}}
{{- $root := index . 0 -}}
- name: fipsmark-node
  image: {{ include "fipsmark.image" $root | quote }}
  args: {{ concat (list "accept" "--quiet" "--termination-log" "/dev/termination-log") (include "fipsmark.acceptArguments" $root | fromJsonArray) | toJson }}
  {{- include "fipsmark.container" $root | nindent 2 }}
  {{- include "fipsmark.environment" $root | nindent 2 }}
  {{- with include "fipsmark.waiverMount" $root }}
  volumeMounts: {{ . | nindent 2 }}
  {{- end }}
- name: fipsmark-install
  image: {{ include "fipsmark.image" $root | quote }}
  args: [install, /fipsmark]
  {{- include "fipsmark.container" $root | nindent 2 }}
  volumeMounts:
  - name: fipsmark
    mountPath: /fipsmark
- name: fipsmark-workload
  image: {{ index . 1 | quote }}
  command: {{ concat (list "/fipsmark/fipsmark" "accept" "--quiet" "--termination-log" "/dev/termination-log") (include "fipsmark.acceptArguments" $root | fromJsonArray) (list "--profile" "module") | toJson }}
  {{- include "fipsmark.container" $root | nindent 2 }}
  {{- include "fipsmark.environment" $root | nindent 2 }}
  {{- with index . 2 }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  volumeMounts:
  - name: fipsmark
    mountPath: /fipsmark
    readOnly: true
  {{- include "fipsmark.waiverMount" $root | nindent 2 }}
{{- end }}

{{/* While it starts only: a restart of the container does not cure a node. */}}
{{- define "fipsmark.startupProbe" -}}
startupProbe:
  exec:
    command: [/fipsmark/fipsmark, probe]
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 3
volumeMounts:
- name: fipsmark
  mountPath: /fipsmark
  readOnly: true
{{- end }}

{{- define "fipsmark.volumes" -}}
- name: fipsmark
  emptyDir:
    sizeLimit: 64Mi
{{ include "fipsmark.waiverVolume" . }}
{{- end }}

{{/*
A directory of the node, by a claim that is named or made, since the restricted standard forbids a
pod to name the path itself; without one it is the pod's own.
Takes a list: the chart's root, the volume's name and its values.
*/}}
{{- define "fipsmark.nodeVolume" -}}
{{- $root := index . 0 -}}
{{- $values := index . 2 -}}
- name: {{ index . 1 }}
  {{- if or $values.create $values.claim }}
  persistentVolumeClaim:
    claimName: {{ if $values.create }}{{ $root.Release.Name }}-{{ index . 1 }}{{ else }}{{ $values.claim }}{{ end }}
  {{- else }}
  emptyDir:
    sizeLimit: 1Mi
  {{- end }}
{{- end }}

{{/* The claim and its volume, where they are to be made. Takes the same list. */}}
{{- define "fipsmark.nodeFolder" -}}
{{- $root := index . 0 -}}
{{- $values := index . 2 -}}
{{- $claim := printf "%s-%s" $root.Release.Name (index . 1) -}}
{{- if $values.create }}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ $claim }}
  labels: {{ include "fipsmark.labels" $root | nindent 4 }}
spec:
  accessModes: [ReadWriteMany]
  storageClassName: ""
  volumeName: {{ $root.Release.Namespace }}-{{ $claim }}
  resources:
    requests:
      storage: 1Mi
---
# Each node's own directory, without a node affinity: what a pod writes is its node's.
apiVersion: v1
kind: PersistentVolume
metadata:
  name: {{ $root.Release.Namespace }}-{{ $claim }}
  labels: {{ include "fipsmark.labels" $root | nindent 4 }}
spec:
  accessModes: [ReadWriteMany]
  storageClassName: ""
  capacity:
    storage: 1Mi
  persistentVolumeReclaimPolicy: Retain
  claimRef:
    namespace: {{ $root.Release.Namespace }}
    name: {{ $claim }}
  hostPath:
    path: {{ $values.hostPath }}
    type: Directory
{{- end }}
{{- end }}
