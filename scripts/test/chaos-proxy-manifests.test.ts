/** The manifests with a standing proxy: rights, arguments, and what it begins with. */
import { execFileSync } from 'node:child_process';
import t from 'tap';
import { parseAllDocuments } from 'yaml';
import { readFlags } from '@pod-contagion/command-line';
import { readConfig } from '@pod-contagion/toxics';
import { PROXY_FLAGS } from '../../apps/pod-chaos/src/flags/proxy.ts';
import { ROOT } from '../files.ts';
import { missing } from '../testing/needs.ts';

type Container = {
  name: string;
  image: string;
  args: string[];
  env?: { name: string; valueFrom?: { configMapKeyRef?: { name: string; key: string } } }[];
  livenessProbe?: object;
  volumeMounts?: { name: string; mountPath: string; readOnly: boolean }[];
  resources: { requests: object; limits: object };
  securityContext: object;
};
type PodSpec = {
  automountServiceAccountToken: boolean;
  securityContext: object;
  containers: Container[];
  volumes?: { name: string; configMap: { name: string } }[];
};
type Manifest = {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  spec?: { template: { metadata: { labels: Record<string, string> }; spec: PodSpec }; selector: object };
};

const FOLDERS = {
  proxy: { deployment: 'pod-chaos-proxy', upstream: 'podder:80', latencyMs: undefined },
  'examples/slow-goldpinger': { deployment: 'slow-goldpinger', upstream: '127.0.0.1:9090', latencyMs: 250 },
  'examples/slow-goldpinger/podder': { deployment: 'slow-podder', upstream: '10.0.0.7:9090', latencyMs: 250 },
} as const;

function build(folder: string): Manifest[] {
  const text = execFileSync('kubectl', ['kustomize', `${ROOT}kubernetes/chaos/${folder}`], {
    encoding: 'utf8',
  });
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** The file that a proxy is given: of a volume, or as the text itself. */
function configOf(built: readonly Manifest[], { volumes = [] }: PodSpec, container: Container): string {
  const variable = container.env?.find(({ valueFrom }) => valueFrom?.configMapKeyRef !== undefined);
  const { name: mapName, key } = variable?.valueFrom?.configMapKeyRef ?? {
    name: volumes.find(({ name }) => name === container.volumeMounts?.[0]?.name)?.configMap.name ?? '',
    key: 'proxies.json',
  };
  const place =
    variable === undefined ? `${container.volumeMounts?.[0]?.mountPath}/${key}` : `$(${variable.name})`;
  t.ok(container.args.includes(`--config=${place}`), place);
  const map = built.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === mapName);
  return map?.data?.[key] ?? '';
}

t.test('proxies have no rights, and begin with what they should', { skip: missing('kubectl') }, async (t) => {
  for (const [folder, { deployment, upstream, latencyMs }] of Object.entries(FOLDERS)) {
    const built = build(folder);
    const { spec: pod } = built.find(
      ({ metadata, spec }) => metadata.name === deployment && spec?.template !== undefined,
    )?.spec?.template ?? { spec: undefined };
    const container = pod?.containers.find(({ name }) => name === 'proxy');
    if (pod === undefined || container === undefined) throw new Error(`expected a proxy in ${folder}`);
    t.equal(container.image, 'pod-contagion:chaos');
    t.match(pod.securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    if (folder !== 'examples/slow-goldpinger') t.equal(pod.automountServiceAccountToken, false, folder);
    for (const { securityContext, resources } of pod.containers) {
      t.match(securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      t.hasProps(resources.limits, ['cpu', 'memory']);
    }
    t.notOk(container.livenessProbe, 'one that was told to be down is not restarted');
    const [command, ...rest] = container.args;
    t.equal(command, 'proxy');
    const flags = readFlags(PROXY_FLAGS, rest, (message) => new Error(message));
    t.match(flags, { expose: true, json: true });
    t.ok(flags.host === undefined || flags.host === '127.0.0.1', 'the API is of this pod alone');
    const [proxy] = readConfig(configOf(built, pod, container), { POD_IP: '10.0.0.7' });
    t.match(proxy, { listen: '10.0.0.7:8080', upstream });
    t.equal(proxy?.toxics[0]?.attributes['latency'], latencyMs);
  }
});
