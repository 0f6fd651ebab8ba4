/** The manifests: what the cluster would only tell when it is too late. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { parse, parseAllDocuments } from 'yaml';
import { PODDER_SETTINGS, STARTER_SETTINGS } from '@pod-contagion/podder';
import { readCommandLine } from '../../packages/podder/src/command-line.ts';
import { ROOT } from '../files.ts';
import { missing } from '../testing/needs.ts';

type Probe = { httpGet: { path: string; port: string }; failureThreshold: number };
type Container = {
  image: string;
  imagePullPolicy: string;
  args: string[];
  env: { name: string; value?: string; valueFrom?: object }[];
  ports: { name: string; containerPort: number }[];
  livenessProbe?: Probe;
  startupProbe?: Probe;
  readinessProbe?: Probe;
  resources: { requests: object; limits: object };
  securityContext: object;
};
type PodSpec = {
  containers: [Container];
  securityContext: object;
  automountServiceAccountToken: boolean;
  restartPolicy?: string;
};
type Manifest = {
  kind: string;
  metadata: { name: string; labels: object };
  spec: PodSpec & {
    replicas: number;
    selector: object;
    type: string;
    ports: object[];
    template: { metadata: { labels: object }; spec: PodSpec };
  };
};

const read = (file: string): Manifest => parse(readFileSync(`${ROOT}kubernetes/${file}`, 'utf8')) as Manifest;
const service = read('services/podder.yaml');
const generic = read('deployments/generic.yaml');
const starter = read('pods/starter.yaml');
const PODS = [
  ['generic', generic.spec.template.spec, PODDER_SETTINGS],
  ['starter', starter.spec, STARTER_SETTINGS],
] as const;

/** The variables of a container as its process would see them. */
function environment(container: Container): Record<string, string> {
  const values = container.env.map(({ name, value }) => [
    name,
    value ?? (name === 'POD_IP' ? '10.0.0.7' : 'pod'),
  ]);
  return Object.fromEntries(values) as Record<string, string>;
}

t.test('every pod has no rights it does not need', async (t) => {
  for (const [name, spec] of PODS) {
    t.match(
      spec.securityContext,
      { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      name,
    );
    t.equal(spec.automountServiceAccountToken, false);
    const [container] = spec.containers;
    t.same(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    t.hasProps(container.resources.limits, ['cpu', 'memory']);
    t.hasProps(container.resources.requests, ['cpu', 'memory']);
    t.equal(container.imagePullPolicy, 'IfNotPresent');
    t.equal(container.image, `pod-contagion:${name}`);
  }
});

t.test('the podder takes its arguments and variables', async (t) => {
  for (const [name, spec, table] of PODS) {
    const [container] = spec.containers;
    const env = environment(container);
    const args = container.args.map((argument) => argument.replace('$(POD_IP)', env['POD_IP'] ?? ''));
    const line = readCommandLine<object>(table, args, env);
    t.match(
      line,
      { ask: 'run', settings: { http: { host: '10.0.0.7', port: 8080 }, health: { port: 8081 } } },
      name,
    );
    const known = new Set(Object.values(table).map((setting) => setting.env));
    for (const variable of Object.keys(env).filter((each) => each.startsWith('PODDER_'))) {
      t.ok(known.has(variable), `${variable} is a setting`);
    }
  }
});

t.test('Service, ports and probes fit together', async (t) => {
  t.equal(service.metadata.name, 'podder', 'the name the variables are made of');
  t.match(service.spec, { type: 'LoadBalancer', ports: [{ port: 80, targetPort: 'http' }] });
  for (const labels of [generic.spec.template.metadata.labels, starter.metadata.labels]) {
    t.match(labels, service.spec.selector);
  }
  for (const [, spec] of PODS) {
    t.same(
      spec.containers[0].ports.map(({ name, containerPort }) => [name, containerPort]),
      [
        ['http', 8080],
        ['health', 8081],
      ],
    );
  }
  const { livenessProbe, readinessProbe, startupProbe } = generic.spec.template.spec.containers[0];
  const everySecond = { periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 3 };
  t.match(livenessProbe, { httpGet: { path: '/liveness', port: 'health' }, ...everySecond });
  t.match(readinessProbe, { httpGet: { path: '/readiness', port: 'health' }, ...everySecond });
  // Patient with whoever starts on a busy node; it asks the same as liveness, so that it ends with the first answer.
  t.match(startupProbe, {
    httpGet: { path: '/liveness', port: 'health' },
    periodSeconds: 1,
    failureThreshold: 60,
  });
  t.equal(starter.spec.restartPolicy, 'Never');
});

t.test('every kustomization builds', { skip: missing('kubectl') }, async (t) => {
  /** What the cluster gets besides podders, their Service and a starter, and who they are. */
  const expected: Record<string, [replicas: number, symptomDelayMs: string, more?: readonly string[]]> = {
    '.': [50, '10000'],
    'overlays/defence-block-list': [50, '80000'],
    'overlays/defence-circuit-breaker': [50, '80000'],
    'overlays/defence-diversity': [50, '80000', ['Deployment']],
    'overlays/defence-jitter': [50, '80000'],
    'overlays/defence-retry-budget': [50, '80000'],
    'overlays/defence-slow-liveness': [50, '80000'],
    'overlays/defence-uncoupled-readiness': [50, '80000'],
    'overlays/endless': [50, '80000'],
    'overlays/no-delay': [50, '0'],
    'overlays/nobody-waits': [50, '310000'],
    'overlays/original': [50, '10000'],
    'overlays/replace': [50, '10000', ['Deployment', 'Role', 'RoleBinding', 'ServiceAccount']],
    'overlays/self-ending': [50, '10000'],
    'overlays/small': [10, '10000'],
  };
  const overlays = readdirSync(`${ROOT}kubernetes/overlays`).map((name) => `overlays/${name}`);
  t.same(Object.keys(expected), ['.', ...overlays]);
  for (const [folder, [replicas, delay, more = []]] of Object.entries(expected)) {
    const text = execFileSync('kubectl', ['kustomize', `${ROOT}kubernetes/${folder}`], { encoding: 'utf8' });
    const built = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
    t.same(
      built.map(({ kind }) => kind).toSorted(),
      ['Deployment', 'Pod', 'Service', ...more].toSorted(),
      folder,
    );
    const deployment = built.find(({ metadata }) => metadata.name === 'generic');
    t.equal(deployment?.spec.replicas, replicas);
    const container = deployment?.spec.template.spec.containers[0];
    t.equal(container && environment(container)['PODDER_SYMPTOM_DELAY_MS'], delay);
    t.ok(container && readCommandLine(PODDER_SETTINGS, [], { ...environment(container) }));
  }
});
