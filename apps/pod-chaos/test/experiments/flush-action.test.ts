/** experiments/flush-iptables.yaml from its file to its journal, on a node that is a network namespace. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { parse, stringify } from 'yaml';
import { chainsOf } from '../../../../packages/chaos/test/faults/flush/testing/compare.ts';
import { NODE_IMAGE, nodeImages } from '../../../../packages/chaos/test/faults/flush/testing/node-image.ts';
import {
  NO_NODE,
  NodeInNamespace,
} from '../../../../packages/chaos/test/faults/flush/testing/node-in-namespace.ts';
import { ROOT } from '../../../../scripts/files.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { startTestCluster } from '../testing/cluster.ts';
import { start, type Running } from '../testing/command-line.ts';
import { fenceFor } from '../testing/fence.ts';

if (NO_NODE !== false) {
  t.plan(0, NO_NODE);
  process.exit();
}

const node = NodeInNamespace.make(t);
const other = NodeInNamespace.make(t, { rules: false, folder: node.folder });
const folder = mkdtempSync(join(tmpdir(), 'pod-chaos-flush-'));
t.teardown(() => rmSync(folder, { recursive: true, force: true }));

const cluster = await startTestCluster(t, { images: nodeImages(folder, node, other) });
// Who may not look at nodes is not told that this one is a local cluster's.
const fence = await fenceFor(t, cluster);
fence.give('kubernetes/chaos/roles/flush/role.yaml', 'kubernetes/chaos/roles/follow/role.yaml');

const before = node.rules();
const service = createServer((_, answer) => void answer.end('here')).listen(0, '127.0.0.1');
t.teardown(() => service.close());
await once(service, 'listening');
const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/`;

type Shipped = { method: [{ provider: { arguments: Record<string, unknown> } }] };
const shipped = parse(readFileSync(`${ROOT}experiments/flush-iptables.yaml`, 'utf8')) as Shipped;
const [{ provider }] = shipped.method;
provider.arguments = { ...provider.arguments, image: NODE_IMAGE };
writeFileSync(join(folder, 'flush.yaml'), stringify(shipped));
provider.arguments = { ...provider.arguments, background: true };
writeFileSync(join(folder, 'background.yaml'), stringify(shipped));

const journalFile = join(folder, 'journal.json');
const journal = (): unknown => JSON.parse(readFileSync(journalFile, 'utf8'));

function startOne(file: string, ...vars: string[]): Running {
  const words = ['node=local', `url=${url}`, 'consent:bool=true', ...vars];
  const argv = ['run', join(folder, file), '--journal', journalFile, '--rollback-strategy', 'never'];
  return start([...argv, ...words.flatMap((word) => ['--var', word])], fence.kubeconfig);
}

async function nothingIsLeft(test: Test): Promise<void> {
  test.same(chainsOf(node.rules()), chainsOf(before));
  test.same(await node.context().node?.list(), []);
  const { items } = await cluster.kube.core.listNamespacedPod({ namespace: 'default' });
  test.same(
    items.map(({ metadata }) => metadata?.name),
    [],
  );
}

const isFlushed = (): boolean => !node.rules().includes('-j KUBE-SVC-');

t.test('for its duration, with the probe of the node in the journal', async (t) => {
  const { ended } = startOne('flush.yaml', 'duration=2s', 'rest:int=0');
  await until('the flush', isFlushed);
  const { code, out, err } = await ended;
  t.equal(code, 0, err);
  t.match(out, /^held: /m);
  t.match(err, /flush-nat: iptables -F, nat on node local\n/);
  t.match(err, /node local could not be looked at/);
  t.match(journal(), {
    status: 'completed',
    // What this machine serves is not there for the node, which is a network of its own.
    run: [{ status: 'succeeded', output: { node: 'local', probe: { connections: [{ answered: 0 }] } } }],
    'pod-chaos': { verdict: 'held', hits: [{ node: 'local', verdict: 'held', pods: [{ outcome: 'hit' }] }] },
  });
  t.same(
    fence.refused().filter((right) => !['create /events', 'get /nodes in no namespace'].includes(right)),
    [],
    'and with no further right',
  );
  await nothingIsLeft(t);
});

t.test(
  'in the background it is put back with the end of the method, whatever the rollbacks are',
  async (t) => {
    const { code, err } = await startOne('background.yaml', 'duration=10m', 'rest:int=0').ended;
    t.equal(code, 0, err);
    t.match(journal(), {
      run: [{ output: { inPlace: [{ endsAt: String }] } }],
      rollbacks: [],
      'pod-chaos': { undone: [{ name: 'iptables -F, nat on node local', ended: true }] },
    });
    await nothingIsLeft(t);
  },
);

t.test('a signal puts it back at once', async (t) => {
  const { child, ended } = startOne('flush.yaml', 'duration=10m', 'rest:int=0');
  await until('the flush', isFlushed);
  child.kill('SIGTERM');
  t.match(await ended, { code: 143 });
  t.match(journal(), { status: 'interrupted' });
  await nothingIsLeft(t);
});
