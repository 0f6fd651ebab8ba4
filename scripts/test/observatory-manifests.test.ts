/** The observatory in a cluster: what it may, how it is reached, and that the program takes what it is told. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { parseAllDocuments } from 'yaml';
import { readFlags } from '@pod-contagion/command-line';
import { OBSERVATORY_FLAGS } from '../../apps/observatory/src/flags.ts';
import { listenAddress, parseAddress } from '../../apps/observatory/src/listen-address.ts';
import { ROOT } from '../files.ts';
import { missing } from '../testing/needs.ts';

type Manifest = { kind: string; metadata: { name: string; namespace?: string } } & Record<string, unknown>;

function read(file: string): [Manifest, ...Manifest[]] {
  const text = readFileSync(`${ROOT}kubernetes/observatory/${file}.yaml`, 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest) as [Manifest, ...Manifest[]];
}

const [deployment] = read('deployment');
const [service] = read('service');
const { template } = deployment['spec'] as {
  template: {
    metadata: { labels: Record<string, string> };
    spec: Record<string, unknown> & { containers: [Record<string, unknown> & { args: string[] }] };
  };
};
const [container] = template.spec.containers;

t.test('it may look at pods and Events of one namespace, and nothing else', async (t) => {
  const [role, binding] = read('role');
  t.equal(role?.kind, 'Role');
  t.same(role?.['rules'], [
    { apiGroups: [''], resources: ['pods', 'events'], verbs: ['get', 'list', 'watch'] },
  ]);
  t.match(binding, {
    kind: 'RoleBinding',
    roleRef: { kind: 'Role', name: 'observatory' },
    subjects: [{ kind: 'ServiceAccount', name: 'observatory' }],
  });
  for (const each of [role, binding, deployment, service]) {
    t.equal(each?.metadata.namespace, undefined, 'whoever applies it says where');
  }
  t.match(read('account'), [{ kind: 'ServiceAccount', automountServiceAccountToken: false }]);
});

t.test('a restricted pod with a root that nobody writes to', async (t) => {
  t.match(template.spec, {
    serviceAccountName: 'observatory',
    automountServiceAccountToken: true,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
  });
  t.same(container['securityContext'], {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  t.match(container, { image: 'pod-contagion:observatory', imagePullPolicy: 'IfNotPresent' });
  t.hasProps((container['resources'] as { limits: object }).limits, ['cpu', 'memory']);
});

t.test('the program takes its arguments, the Service finds it, and no podder does', async (t) => {
  const args = container.args.map((each) => each.replace('$(POD_IP)', '10.0.0.7'));
  t.match(
    readFlags(OBSERVATORY_FLAGS, args, (message) => new Error(message)),
    {
      address: { host: '10.0.0.7', port: 8080 },
      selector: 'app=podder',
    },
  );
  t.match(container, {
    ports: [{ name: 'http', containerPort: 8080 }],
    livenessProbe: { httpGet: { path: '/livez', port: 'http' } },
    readinessProbe: { httpGet: { path: '/livez', port: 'http' } },
  });
  t.match(service['spec'], { type: 'ClusterIP', ports: [{ port: 80, targetPort: 'http' }] });
  t.match(template.metadata.labels, (service['spec'] as { selector: object }).selector);
  t.notOk('app' in template.metadata.labels, 'nobody sneezes at it');
});

t.test('where it listens: a local cluster shares loopback, elsewhere kubectl comes by it', async (t) => {
  t.equal(listenAddress('127.66.0.7'), '127.66.0.7');
  t.equal(listenAddress('10.0.0.7'), '0.0.0.0');
  t.equal(listenAddress('fd00::7'), '::');
  t.same(parseAddress('[fd00::7]:8080'), { host: 'fd00::7', port: 8080 });
  for (const text of ['', '8080', 'a', 'a:', ':1', 'a:65536', '::1:80'])
    t.equal(parseAddress(text), undefined, text);
});

t.test('kubectl builds it', { skip: missing('kubectl') }, async (t) => {
  const text = execFileSync('kubectl', ['kustomize', `${ROOT}kubernetes/observatory`], { encoding: 'utf8' });
  const kinds = parseAllDocuments(text).map((document) => (document.toJS() as Manifest).kind);
  t.same(kinds.toSorted(), ['Deployment', 'Role', 'RoleBinding', 'Service', 'ServiceAccount']);
});
