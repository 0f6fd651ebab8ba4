import { fileURLToPath } from 'node:url';

/** One kubectl command of the scenario, and what has to be true of it on any cluster. */
export type Step = Readonly<{
  args: readonly string[];
  /** What kubectl must end with; default 0. */
  exitCode?: number;
  /** What standard output and standard error together must match. */
  expect: RegExp;
  /** Is run again until `expect` matches, for this many seconds at most; for what takes its time. */
  patienceSeconds?: number;
  /** Runs beside the steps after it and is read at the end: `get -w`, `logs -f`. */
  background?: boolean;
}>;

const manifest = (name: string): string => fileURLToPath(new URL(`manifests/${name}.yaml`, import.meta.url));

const step = (line: string, expect: RegExp, more: Omit<Step, 'args' | 'expect'> = {}): Step => ({
  args: line.split(' ').map((word) => (word.startsWith('@') ? manifest(word.slice(1)) : word)),
  expect,
  ...more,
});

/** How long pods may take to become what a step waits for, on a busy machine. */
const PATIENCE = { patienceSeconds: 300 };

const POD = String.raw`generic-[a-z0-9]{8,10}-[a-z0-9]{5}`;

/**
 * What people do with kubectl, in one order that works on a fresh cluster with the podders' images. `@name` is a
 * file of manifests.
 */
export const STEPS: readonly Step[] = [
  step('create -f @podders', /^service\/podder created\n(Warning: .*\n)?deployment.apps\/generic created$/m),
  step('create -f @podders', /\(AlreadyExists\).*services "podder" already exists/, { exitCode: 1 }),
  step('create -f @unknown-field', /unknown field "(spec\.)?replicsa"/, { exitCode: 1 }),
  step('create -f @invalid', /The Deployment "mistaken" is invalid/, { exitCode: 1 }),
  step('get pods --watch --no-headers', new RegExp(`^${POD} +1/1 +Running`, 'm'), {
    background: true,
    ...PATIENCE,
  }),
  step(
    'wait --for=condition=Available deployment/generic --timeout=300s',
    /deployment.apps\/generic condition met/,
  ),
  step('rollout status deployment/generic --timeout=300s', /deployment "generic" successfully rolled out/),
  step('get deployment generic', /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\ngeneric +3\/3 +3 +3 +\d+s/m),
  step('get pods', new RegExp(`^NAME +READY +STATUS +RESTARTS +AGE\\n${POD} +1/1 +Running +0 +\\d+s`, 'm')),
  step('get pods -o wide', /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES/m),
  step('get pods -o name', /^pod\/generic-/m),
  step('get pods -A', /^NAMESPACE +NAME +READY/m),
  step('get pods -l role=generic --no-headers', new RegExp(`^(${POD}.*\\n){3}$`)),
  step('get pods -l role!=generic', /No resources found in default namespace/),
  step('get pods --field-selector status.phase=Running -o name', new RegExp(`^(pod/${POD}\\n){3}$`)),
  step('get pods --show-labels', /app=podder,pod-template-hash=\w+,role=generic/),
  step('get pods --sort-by=.metadata.name -o jsonpath={.items[*].status.phase}', /^Running Running Running$/),
  step('get pods -o custom-columns=N:.metadata.name,P:.status.phase', /^N +P\ngeneric-\S+ +Running/m),
  step('get pods --chunk-size=2 -o name', new RegExp(`^(pod/${POD}\\n){3}$`)),
  step('get rs', /^NAME +DESIRED +CURRENT +READY +AGE\ngeneric-\w+ +3 +3 +3/m),
  step(
    'get svc podder',
    /^NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE\npodder +ClusterIP +[\d.]+ +<none> +8080\/TCP/m,
  ),
  step(
    'get endpointslices -l kubernetes.io/service-name=podder',
    // A slice for each pod where they share an address.
    /^podder-\w+ +IPv4 +(8080 +[\d.]+,[\d.]+,[\d.]+|\d{5} +127\.0\.0\.1 )/m,
  ),
  step('get all', /^service\/podder [^]*^deployment.apps\/generic [^]*^replicaset.apps\/generic-/m),
  step('get nodes', /^NAME +STATUS +ROLES +AGE +VERSION\n\S+ +Ready/m),
  step('get namespaces', /^default +Active/m),
  step('get pod nosuch', /Error from server \(NotFound\): pods "nosuch" not found/, { exitCode: 1 }),
  step('get nosuch', /the server doesn't have a resource type "nosuch"/, { exitCode: 1 }),
  step('get deployment generic -o yaml', /^kind: Deployment[^]*^ {2}observedGeneration: 1$/m),
  step(
    'describe pods -l role=generic',
    /^ +Liveness: +http-get[^]*Container started|Started container podder/m,
  ),
  step(
    'describe deployment generic',
    /^Replicas: +3 desired \| 3 updated \| 3 total \| 3 available \| 0 unavailable[^]*ScalingReplicaSet/m,
  ),
  step('describe service podder', /^Port: +http +8080\/TCP[^]*Endpoints: /m),
  step('describe node', /^Conditions:[^]*Non-terminated Pods/m),
  step('logs deployment/generic --tail=5', /"event":/),
  step('logs deployment/generic --timestamps --limit-bytes=40', /\d{4}-\d\d-\d\dT/),
  step('scale deployment generic --replicas=5', /^deployment.apps\/generic scaled$/m),
  step('scale deployment generic --replicas=9 --current-replicas=4', /[Ee]xpected replicas to be 4, was 5/, {
    exitCode: 1,
  }),
  step('wait --for=jsonpath={.status.readyReplicas}=5 deployment/generic --timeout=300s', /condition met/),
  step('label pods -l role=generic sick=no', /^pod\/generic-\S+ labeled$/m),
  step('annotate deployment generic note=hello', /^deployment.apps\/generic annotated$/m),
  step('set env deployment/generic LEVEL=1', /^deployment.apps\/generic env updated$/m),
  step('rollout status deployment/generic --timeout=90s', /deployment "generic" successfully rolled out/),
  step('rollout history deployment/generic', /^REVISION +CHANGE-CAUSE\n1 +<none>\n2 +<none>/m),
  step('rollout restart deployment/generic', /^deployment.apps\/generic restarted$/m),
  step('rollout status deployment/generic --timeout=90s', /deployment "generic" successfully rolled out/),
  step('rollout undo deployment/generic', /^deployment.apps\/generic rolled back$/m),
  step('rollout status deployment/generic --timeout=90s', /deployment "generic" successfully rolled out/),
  step('patch deployment generic -p {"spec":{"replicas":4}}', /^deployment.apps\/generic patched$/m),
  step('patch deployment generic --type=merge -p {"spec":{"replicas":4}}', /patched \(no change\)/),
  step(
    'patch deployment generic --type=json -p [{"op":"replace","path":"/spec/replicas","value":2}]',
    /patched/,
  ),
  step('diff -f @podders-changed', /^-.*symptomDelay=1000\n\+.*symptomDelay=2000/m, { exitCode: 1 }),
  step(
    'apply -f @podders-changed',
    /^service\/podder (configured|unchanged)\n(Warning: .*\n)*deployment.apps\/generic configured/m,
  ),
  // What was set by hand stays and makes kubectl send a patch that changes nothing: configured, it says then.
  step('apply -f @podders-changed', /^service\/podder unchanged\ndeployment.apps\/generic (un|con)/m),
  step('apply -f @podders --dry-run=server', /^deployment.apps\/generic configured \(server dry run\)$/m),
  step('rollout status deployment/generic --timeout=90s', /deployment "generic" successfully rolled out/),
  step('create -f @starter', /^pod\/starter created$/m),
  step('get pod starter', /^starter +0\/1 +Completed +0/m, PATIENCE),
  step('logs starter', /"event":/),
  step('get pods -l role=generic', /Running +1 \(\d+s ago\)|Running +1 /, PATIENCE),
  step('get pods -l role=generic -o jsonpath={..lastState.terminated.message}', /"strain":"/, PATIENCE),
  step(
    'get events --field-selector reason=Unhealthy',
    /Liveness probe failed: HTTP probe failed with statuscode: 418/,
    PATIENCE,
  ),
  step('events --for deployment/generic', /ScalingReplicaSet/),
  step('run nosuch --image=nosuch:1 --image-pull-policy=IfNotPresent', /^pod\/nosuch created$/m),
  step('get pod nosuch', /^nosuch +0\/1 +(ErrImagePull|ImagePullBackOff) +0/m, PATIENCE),
  step('describe pod nosuch', /Failed to pull image "nosuch:1"/, PATIENCE),
  step(
    'delete pod nosuch starter --now',
    /^pod "nosuch" (force )?deleted[^]*^pod "starter" (force )?deleted/m,
  ),
  step('create configmap settings --from-literal=a=1', /^configmap\/settings created$/m),
  step('get configmap settings -o jsonpath={.data.a}', /^1$/),
  step('create namespace elsewhere', /^namespace\/elsewhere created$/m),
  step('create configmap there -n elsewhere', /^configmap\/there created$/m),
  step('delete namespace elsewhere --timeout=300s', /^namespace "elsewhere" deleted/m),
  step('create configmap there -n elsewhere', /namespaces "elsewhere" not found/, { exitCode: 1 }),
  step('explain pod.spec.restartPolicy', /FIELD: +restartPolicy <string>/),
  step('api-resources --api-group=apps -o name', /^deployments.apps$/m),
  step(
    'delete -f @podders --timeout=300s',
    /^service "podder" deleted[^]*^deployment.apps "generic" deleted/m,
  ),
  step(
    'wait --for=delete pod -l role=generic --timeout=300s',
    /^(pod\/\S+ condition met\n)*$|no matching resources/,
  ),
  step('get pods', /No resources found in default namespace/, PATIENCE),
];
