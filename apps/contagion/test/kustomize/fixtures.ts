/** Folders of files, by name of the fixture and path; what to build is the folder `top`, else the root. */
export const WORKLOADS = `apiVersion: apps/v1
kind: Deployment
metadata: {name: generic, labels: {x: y}}
spec:
  replicas: 2
  selector: {matchLabels: {app: p}}
  template:
    metadata: {labels: {app: p}, annotations: {z: q}}
    spec:
      serviceAccountName: runner
      containers:
      - name: podder
        image: pod-contagion:generic
        args: [a, b]
        ports:
        - {name: http, containerPort: 8080}
        - {name: health, containerPort: 8081}
        env:
        - {name: A, value: "1"}
        - {name: B, value: "2"}
        - {name: X, valueFrom: {configMapKeyRef: {name: cm, key: k}}}
        envFrom:
        - configMapRef: {name: gen}
      volumes:
      - {name: v, configMap: {name: cm}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
data: {k: v, mode: "0644"}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: runner}
---
apiVersion: v1
kind: Service
metadata: {name: podder}
spec: {selector: {app: p}, ports: [{port: 80, name: http}]}
---
apiVersion: v1
kind: Pod
metadata: {name: alone, labels: {app: p}}
spec:
  containers: [{name: one, image: 'registry.example:5000/tools/x@sha256:aaaa'}]
`;

export const FIXTURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'names, labels, annotations': {
    'all.yaml': WORKLOADS,
    'kustomization.yaml': `
resources: [all.yaml]
namespace: lab
namePrefix: pre-
nameSuffix: -suf
commonLabels: {team: t}
commonAnnotations: {note: text}
labels:
- pairs: {l2: m}
- pairs: {l3: m}
  includeSelectors: true
- pairs: {l4: m}
  includeTemplates: true
configMapGenerator:
- name: gen
  literals: [a=1, 'b="two <&>"']
  files: [data.txt, renamed=data.txt]
`,
    'data.txt': 'first\nsecond\n',
  },
  'strategic merge patches': {
    'all.yaml': WORKLOADS,
    'kustomization.yaml': `
resources: [all.yaml]
patches:
- patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: generic, labels: {added: l}}
    spec:
      replicas: null
      template:
        spec:
          containers:
          - name: podder
            args: [c]
            ports:
            - {containerPort: 9000, name: more}
            - {containerPort: 8081, hostPort: 81}
            env:
            - {name: C, value: "3"}
            - {name: B, value: "9"}
            - {name: A, $patch: delete}
          - {name: side, image: x}
- path: service.yaml
- patch: |
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: cm}
    $patch: delete
- target: {kind: Pod|Deployment, name: al.*}
  patch: |
    apiVersion: v1
    kind: Pod
    metadata: {name: whatever, annotations: {by: target}}
configMapGenerator:
- name: gen
  literals: [a=1]
`,
    'service.yaml': `apiVersion: v1
kind: Service
metadata: {name: podder}
spec: {type: LoadBalancer, ports: [{port: 81, name: other}, {port: 80, targetPort: http}]}
`,
  },
  'JSON patches': {
    'all.yaml': WORKLOADS,
    'kustomization.yaml': `
resources: [all.yaml]
namePrefix: pre-
patches:
- target: {kind: Deployment, labelSelector: "x=y,!z"}
  patch: |
    - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: D, value: "4"}}
    - {op: replace, path: /spec/replicas, value: 5}
- target: {group: apps, version: v1, kind: Deployment, name: generic}
  path: patch.json
patchesJson6902:
- target: {version: v1, kind: Service, name: podder}
  patch: '[{"op": "remove", "path": "/spec/ports/0/name"}]'
configMapGenerator:
- name: gen
  literals: [a=1]
`,
    'patch.json': '[{"op": "copy", "from": "/metadata/labels/x", "path": "/metadata/labels/copied"}]',
  },
  'images and replicas': {
    'all.yaml': WORKLOADS,
    'kustomization.yaml': `
resources: [all.yaml]
images:
- {name: pod-contagion, newName: other.example/thing, newTag: "3"}
- {name: 'registry.example:5000/tools/x', newTag: v2}
replicas:
- {name: generic, count: 7}
configMapGenerator:
- name: gen
`,
  },
  digests: {
    'all.yaml': WORKLOADS,
    'kustomization.yaml': `
resources: [all.yaml]
images:
- {name: pod-contagion, digest: sha256:bbbb}
- {name: 'registry.example:5000/tools/x', newName: elsewhere}
generatorOptions: {disableNameSuffixHash: true, labels: {made: yes-it-is}}
configMapGenerator:
- name: gen
  envs: [vars.env]
`,
    'vars.env': '# comment\nA=1\n\nB=two words\n',
  },
  'kustomizations on each other': {
    'base/all.yaml': WORKLOADS,
    'base/kustomization.yaml': `
resources: [all.yaml]
namePrefix: base-
configMapGenerator:
- name: gen
  literals: [a=1]
`,
    'middle/kustomization.yml': `
resources: [../base]
nameSuffix: -mid
patchesStrategicMerge:
- patch.yaml
`,
    'middle/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: generic}
spec: {replicas: 3}
`,
    'top/Kustomization': `
bases: [../middle]
namespace: lab
replicas:
- {name: generic, count: 4}
patches:
- patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: base-generic-mid}
    spec: {minReadySeconds: 1}
`,
  },
};
