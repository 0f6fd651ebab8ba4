/**
 * The standing proxy of kubernetes/chaos/proxy on a real cluster, in front of a podder, told by its REST API through `kubectl
 * port-forward` and asked by another pod through its Service:
 * `node --conditions=@pod-contagion/source rigs/real-cluster/proxy.ts --kubeconfig FILE`, as cluster admin, with the images
 * pod-contagion:generic and pod-contagion:chaos on the nodes. It makes a namespace and removes it. Where the cluster has no DNS
 * the upstream is set to the address of the Service, which is said.
 */
import { ROOT } from '../../scripts/files.ts';
import { openForward, type Forward } from './forward.ts';
import { openLab } from './lab.ts';
import { must } from './run.ts';

const { kubeconfig, kubectl, namespace: NAMESPACE, surprise, tryAll } = openLab('proxy');

/** Of the REST API. */
const API_PORT = 8_474;

/** What a pod that asks saw. */
type Seen = Readonly<{ status: number | null; ms: number; text: string; error: string | null }>;

await tryAll(async () => {
  const of = ['-n', NAMESPACE];
  await must(kubectl, ['create', ...of, '-f', `${ROOT}kubernetes/services/podder.yaml`]);
  await must(kubectl, ['create', ...of, '-f', `${ROOT}kubernetes/deployments/generic.yaml`]);
  await must(kubectl, ['scale', ...of, 'deployment/generic', '--replicas=2']);
  await must(kubectl, ['apply', ...of, '-k', `${ROOT}kubernetes/chaos/proxy`]);
  for (const name of ['generic', 'pod-chaos-proxy']) {
    await must(kubectl, ['rollout', 'status', ...of, `deployment/${name}`, '--timeout=150s']);
  }
  const forward = await openForward(kubeconfig, NAMESPACE, 'deployment/pod-chaos-proxy', API_PORT);
  try {
    await tryProxy(forward);
  } finally {
    await forward.close();
  }
});

async function tryProxy({ address }: Forward): Promise<void> {
  const api = async (
    method: string,
    path: string,
    body?: object,
  ): Promise<Readonly<{ status: number; text: string }>> => {
    const answer = await fetch(`${address}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const proxies = await api('GET', '/proxies');
  say(proxies.status === 200 && proxies.text.includes('"upstream":"podder:80"'), 'its proxies', proxies.text);
  let plain = await ask();
  if (plain.status !== 200) {
    const service = ['get', 'service', 'podder', '-n', NAMESPACE, '-o', 'jsonpath={.spec.clusterIP}'];
    const upstream = `${await must(kubectl, service)}:80`;
    await api('POST', '/proxies/podder', { upstream });
    process.stdout.write(`     podder:80 is not found (no DNS): the upstream is set to ${upstream}\n`);
    plain = await ask();
  }
  say(plain.status === 200 && plain.ms < 200, 'asked by its Service, without toxics', shown(plain));

  const toxics = '/proxies/podder/toxics';
  await api('POST', toxics, { type: 'latency', attributes: { latency: 250 } });
  const slow = await ask();
  say(slow.status === 200 && slow.ms >= 250 && slow.ms < 650, 'latency 250', shown(slow));
  await api('POST', toxics, { type: 'reset_peer', attributes: {} });
  const reset = await ask();
  say(reset.error === 'ECONNRESET', 'reset_peer', shown(reset));
  await api('DELETE', `${toxics}/reset_peer_downstream`);
  const again = await ask();
  say(again.status === 200 && again.ms >= 250, 'reset_peer taken away', shown(again));
  await api('POST', '/proxies/podder', { enabled: false });
  const down = await ask();
  say(down.error === 'ECONNREFUSED', 'the proxy down', shown(down));
  await api('POST', '/reset');
  const mended = await ask();
  say(mended.status === 200 && mended.ms < 200, '/reset', shown(mended));
  const { text } = await api('GET', '/metrics');
  const metric = /^toxiproxy_proxy_received_bytes_total\{.*proxy="podder".*\} (\d+)$/m.exec(text);
  say(Number(metric?.[1]) > 0, '/metrics', metric?.[0] ?? 'nothing of this proxy');
}

/** Asks the slow way to the podders, from a podder. */
async function ask(): Promise<Seen> {
  const where = ['get', 'service', 'slow-podder', '-n', NAMESPACE, '-o', 'jsonpath={.spec.clusterIP}'];
  const url = `http://${await must(kubectl, where)}/`;
  const script = `const begun = performance.now();
    const tell = (seen) => console.log(JSON.stringify({ status: null, text: '', error: null, ms: performance.now() - begun, ...seen }));
    require('node:http').get(${JSON.stringify(url)}, { timeout: 5000 }, (answer) => {
      let text = ''; answer.setEncoding('utf8').on('data', (part) => text += part).on('end', () => tell({ status: answer.statusCode, text }));
    }).on('timeout', function () { this.destroy(); }).on('error', (error) => tell({ error: error.code }));`;
  const exec = ['exec', '-n', NAMESPACE, 'deployment/generic', '--', '/node', '-e', script];
  return JSON.parse(await must(kubectl, exec)) as Seen;
}

function shown({ status, ms, text, error }: Seen): string {
  return `${error ?? `${status} ${JSON.stringify(text)}`} after ${Math.round(ms)} ms`;
}

function say(isRight: boolean, what: string, told: string): void {
  if (!isRight) surprise();
  process.stdout.write(`${isRight ? 'ok  ' : 'NOT '}${what}: ${told}\n`);
}
