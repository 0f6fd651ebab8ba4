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

export const FIXTURES: Readonly<Record<string, Readonly<Record<string, string | Buffer>>>> = {
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
  'kinds without a namespace': {
    'all.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  names: {kind: Widget, plural: widgets}
  scope: Namespaced
---
{apiVersion: example.com/v1, kind: Widget, metadata: {name: one}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: reader}, rules: []}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: readers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{kind: ServiceAccount, name: default}, {kind: ServiceAccount, name: runner, namespace: default}]
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: runner}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: old}}
---
{apiVersion: v1, kind: PersistentVolume, metadata: {name: disk}}
---
{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}}
`,
    'kustomization.yaml': '{resources: [all.yaml], namespace: lab, namePrefix: pre-}',
  },
  'JSON patches at what is not there': {
    'all.yaml': WORKLOADS,
    'kustomization.yaml': `
resources: [all.yaml]
patches:
- target: {kind: Deployment}
  patch: |
    - {op: replace, path: /spec/template/spec/hostNetwork, value: on}
    - {op: add, path: /metadata/annotations/note, value: "x"}
    - {op: copy, from: /spec/none, path: /spec/copied}
    - {op: test, path: /spec/none, value: null}
    - {op: move, from: /spec/template/spec/containers/0/args/0, path: /spec/template/spec/containers/0/args/-}
    - {op: add, path: /spec/template/spec/containers/0/args/1, value: c}
configMapGenerator:
- name: gen
`,
  },
  components: {
    'base/all.yaml': WORKLOADS,
    'base/kustomization.yaml': '{resources: [all.yaml], configMapGenerator: [{name: gen, literals: [a=1]}]}',
    'component/kustomization.yaml': `
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [more.yaml]
configMapGenerator: [{name: gen, behavior: merge, literals: [b=2]}]
patches:
- patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: generic}, spec: {replicas: 9}}'
`,
    'component/more.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: more}}',
    'top/kustomization.yaml': '{resources: [../base], components: [../component], nameSuffix: -end}',
  },
  behaviors: {
    'base/kustomization.yaml': `
namespace: lab
configMapGenerator:
- {name: merged, literals: [a=1, b=1], options: {labels: {l: base}}}
- {name: replaced, literals: [a=1, b=1], options: {annotations: {note: base}}}
- {name: unhashed, literals: [a=1], options: {disableNameSuffixHash: true}}
secretGenerator:
- {name: merged, literals: [a=1], type: other}
`,
    'top/kustomization.yaml': `
resources: [../base]
generatorOptions: {annotations: {all: of-them}, immutable: true}
configMapGenerator:
- {name: merged, behavior: merge, literals: [b=2, c=3], options: {labels: {m: top}}}
- {name: replaced, behavior: replace, literals: [c=3]}
- {name: unhashed, behavior: merge, literals: [b=2]}
- {name: created, behavior: create, env: vars.env}
secretGenerator:
- {name: merged, behavior: merge, literals: [b=2]}
`,
    'top/vars.env': '\uFEFFA=1\r\nB\n  # none\n  C= two \n',
  },
  replacements: {
    'all.yaml': WORKLOADS,
    'more.yaml':
      '[{source: {kind: ConfigMap, name: cm, fieldPath: data.mode}, targets: [{select: {kind: Pod}, fieldPaths: [metadata.labels.mode], options: {create: true}}]}]',
    'kustomization.yaml': `
resources: [all.yaml]
replacements:
- path: more.yaml
- source: {kind: Service, name: podder, fieldPath: 'spec.ports.[name=http].port'}
  targets:
  - select: {kind: Deployment, name: generic}
    fieldPaths: ['spec.template.spec.containers.[name=podder].env.[name=A].value', spec.replicas]
- source: {kind: Deployment, fieldPath: spec.template.spec.containers.0.image, options: {delimiter: ":", index: 1}}
  targets:
  - select: {kind: Pod}
    reject: [{name: other}]
    fieldPaths: ['spec.containers.*.image']
    options: {delimiter: /, index: 1}
  - select: {labelSelector: x=y}
    fieldPaths: [metadata.labels.new, 'spec.template.metadata.annotations.[example.com/a.b]']
    options: {create: true}
configMapGenerator: [{name: gen}]
`,
  },
  'files that are no text, and of Windows': {
    'kustomization.yaml': `
configMapGenerator:
- {name: one, files: [bytes.bin, 'long=long.bin', windows.txt, marked.txt]}
secretGenerator:
- {name: one, files: [bytes.bin, 'long=long.bin', windows.txt]}
`,
    'bytes.bin': Buffer.from([0xff, 0xfe, 0x00, 0x41]),
    'long.bin': Buffer.alloc(200, 0xf7),
    'windows.txt': 'one\r\ntwo\r\n',
    'marked.txt': '\uFEFFone',
  },
  images: {
    'all.yaml': `apiVersion: v1
kind: Pod
metadata: {name: alone}
spec:
  initContainers:
  - {name: a, image: 'registry.local:5000/team/web:1.0'}
  - {name: b, image: 'registry.local:5000/team/web'}
  containers:
  - {name: c, image: 'registry.local:5000/team/web:1.0@sha256:aaaa'}
  - {name: d, image: 'localhost:5000/app@sha256:bbbb'}
  - {name: e, image: 'nginx:1.25'}
  - {name: f, image: 'team/nginx:1.25'}
`,
    'kustomization.yaml': `
resources: [all.yaml]
images:
- {name: 'registry.local:5000/team/web:1.0', newTag: '2.0'}
- {name: 'localhost:5000/app', newTag: v2, newName: 'other:5000/app'}
- {name: nginx, digest: 'sha256:cccc', newTag: '2'}
`,
  },
  'byte order marks': {
    'kustomization.yaml': '\uFEFFresources: [all.yaml, one.json]\npatches: [{path: patch.yaml}]\n',
    'all.yaml': '\uFEFFapiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\ndata: {k: v}\n',
    'one.json': '\uFEFF{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "runner"}}',
    'patch.yaml': '\uFEFFapiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\ndata: {l: w}\n',
  },
  'labels that were one value until a patch replaced where one of them was': {
    'base/all.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec: {selector: {matchLabels: {}}, template: {metadata: {labels: {}}}}\n',
    'base/kustomization.yaml': '{resources: [all.yaml], commonLabels: {team: a, tier: b}}',
    'kustomization.yaml': `
resources: [base]
patches:
  - patch: '{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "app"}, "spec": {"selector": {"$patch": "replace", "matchLabels": {"tier": "c"}}}}'
  - patch: '{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "app", "labels": {"team": "d"}}}'
`,
  },
  'labels that are one value': {
    'base/all.yaml': WORKLOADS,
    'base/kustomization.yaml':
      '{resources: [all.yaml], commonLabels: {team: a}, configMapGenerator: [{name: gen}]}',
    'top/kustomization.yaml': `
resources: [../base]
labels: [{pairs: {team: b}}]
patches:
- patch: '{apiVersion: v1, kind: Service, metadata: {name: podder, labels: {team: c}}}'
`,
  },
  'texts that look like other things': {
    'all.yaml': `apiVersion: v1
kind: ConfigMap
metadata: &m {name: cm, annotations: {a: on, b: '2024-01-01', c: "0644"}}
data: {a: yes, b: 'true', c: 12:30, d: "1e3"}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, args: [y, "2"]}], terminationGracePeriodSeconds: 0x1F, priority: 0644}
`,
    'kustomization.yaml':
      'resources: [all.yaml]\nnamePrefix: pre-\ngeneratorOptions: {disableNameSuffixHash: on}\n',
  },
  'aliases are values of their own': {
    'all.yaml': `apiVersion: v1
kind: Pod
metadata: {name: p, labels: &labels {a: b}}
spec:
  nodeSelector: *labels
  containers:
  - &one {name: x, image: i}
  - {<<: *one, name: y}
`,
    'kustomization.yaml': 'resources: [all.yaml]\ncommonLabels: {z: z}\nimages: [{name: i, newTag: "2"}]\n',
  },
};
