/** A flush from the client's side: pods, agents and end by the API of a local cluster, on a node that is a network namespace. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import type { FlushFaultSpec } from '../../src/faults/flush/spec.ts';
import { listActive } from '../../src/run/active.ts';
import { cleanUp } from '../../src/run/clean-up.ts';
import { checkNodePods } from '../../src/nodes/check-node-pods.ts';
import { flushNode, type FlushNodeOptions } from '../../src/nodes/flush-node.ts';
import type { RunEvent } from '../../src/run/run-events.ts';
import { chainsOf } from '../faults/flush/testing/compare.ts';
import { NODE_IMAGE, nodeImages } from '../faults/flush/testing/node-image.ts';
import { NO_NODE, NodeInNamespace } from '../faults/flush/testing/node-in-namespace.ts';
import { freshFolder, never, startFor } from '../testing/cluster.ts';

if (NO_NODE !== false) {
  t.plan(0, NO_NODE);
  process.exit();
}

const CLIENT = fileURLToPath(new URL('../testing/flush-client.ts', import.meta.url));
const FAULT: FlushFaultSpec = { kind: 'flush', tables: ['nat'], families: ['ipv4'], deleteChains: true };

const node = NodeInNamespace.make(t);
const other = NodeInNamespace.make(t, { rules: false, folder: node.folder });
const folder = freshFolder(t);

const { kube, cluster } = await startFor(t, { images: nodeImages(folder, node, other) });
const before = node.rules();

/** Options of a run, and what it told. */
function options(more: Partial<FlushNodeOptions> = {}): { options: FlushNodeOptions; events: RunEvent[] } {
  const events: RunEvent[] = [];
  return {
    events,
    options: {
      node: 'local',
      namespace: 'default',
      image: NODE_IMAGE,
      durationMs: 60_000,
      onEvent: (event) => void events.push(event),
      ...more,
    },
  };
}

async function nothingIsLeft(test: Test): Promise<void> {
  test.same(chainsOf(node.rules()), chainsOf(before));
  test.same(await node.context().node?.list(), []);
  const { items } = await kube.core.listNamespacedPod({ namespace: 'default' });
  test.same(
    items.map(({ metadata }) => metadata?.name),
    [],
  );
}

/** Of a client that was killed nobody deletes what is over. */
async function removePods(): Promise<void> {
  const { items } = await kube.core.listNamespacedPod({ namespace: 'default' });
  for (const { metadata } of items) {
    await kube.core.deleteNamespacedPod({
      namespace: 'default',
      name: metadata?.name ?? '',
      gracePeriodSeconds: 0,
    });
  }
  await until('no pods', async () => {
    return (await kube.core.listNamespacedPod({ namespace: 'default' })).items.length === 0;
  });
}

const isFlushed = (): boolean => !node.rules().includes('KUBE-SVC-');

/** The agent that holds the flush: the one process in the namespace that is no probe. */
function agentPid(): number {
  const pids = node.inside('ip', ['netns', 'pids', node.name]).trim().split('\n').map(Number);
  const agent = pids.find((pid) => node.inside('cat', [`/proc/${pid}/cmdline`]).includes('chaos-agent'));
  if (agent === undefined) throw new Error('expected an agent');
  return agent;
}

t.test('until its time is up, with a probe from the node', async (t) => {
  const probe = { url: 'http://127.0.0.1:9/', ratePerSecond: 10 };
  const { options: run, events } = options({ durationMs: 1_500, probe });
  const report = await flushNode(kube, FAULT, run, never);
  t.match(report, {
    verdict: 'held',
    node: 'local',
    fault: 'iptables -F and -X, nat',
    targets: [
      {
        outcome: 'hit',
        mended: true,
        end: 'mended',
        agent: { effect: { flush: { restored: { chains: Number } } } },
      },
    ],
    probe: { connections: [{ connection: 'new', answered: 0, errors: { refused: Number } }] },
  });
  t.same(
    events.map(({ event }) => event).filter((event) => event !== 'begun'),
    ['injected', 'applied', 'ending', 'done'],
  );
  await nothingIsLeft(t);
});

t.test('interrupted: its pod is deleted, and the agent puts all back', async (t) => {
  const { options: run, events } = options();
  const stop = new AbortController();
  const running = flushNode(kube, FAULT, run, stop.signal);
  // Not just that rules are gone: an agent that is ended before it has read that back does not call it a hit.
  await until('the flush', () => events.some(({ event }) => event === 'applied'));
  stop.abort();
  t.match(await running, {
    verdict: 'held',
    interrupted: true,
    targets: [{ mended: true, agent: { reason: 'signal' } }],
  });
  await nothingIsLeft(t);
});

t.test('its agent is killed: another one puts all back by the snapshot', async (t) => {
  const { options: run, events } = options();
  const running = flushNode(kube, FAULT, run, never);
  await until('the flush', isFlushed);
  process.kill(agentPid(), 'SIGKILL');
  t.match(await running, {
    verdict: 'failed',
    targets: [{ mended: true, end: 'mended', error: { message: /its agent died without a proof/ } }],
  });
  t.ok(events.some(({ event }) => event === 'end-agent'));
  await nothingIsLeft(t);
});

t.test('nobody follows it any more: its agent puts all back when its time is up', async (t) => {
  const run = await leave(3_000);
  await until('the rules', () => !isFlushed());
  const name = `pod-chaos-flush-${run}`;
  await until('its report', async () => {
    const pod = await kube.core.readNamespacedPod({ namespace: 'default', name });
    return pod.status?.phase === 'Succeeded';
  });
  t.match(await listActive(kube, { namespaces: ['default'] }), [
    { run, state: 'ended', report: { outcome: 'mended', reason: 'deadline' } },
  ]);
  await removePods();
  await nothingIsLeft(t);
});

t.test('nobody follows it any more, and its agent is killed: status shows it, cleanup ends it', async (t) => {
  const run = await leave(60_000);
  process.kill(agentPid(), 'SIGKILL');
  const where = { namespaces: ['default'] };
  const [active] = await until('it to be seen', async () => {
    const seen = await listActive(kube, where);
    return seen[0]?.state === 'orphaned' && seen;
  });
  t.match(active, { run, node: 'local', fault: 'iptables -F and -X, nat' });
  const report = await cleanUp(kube, { where, image: NODE_IMAGE }, never);
  await removePods();
  t.match(report, {
    verdict: 'held',
    targets: [{ node: 'local', outcome: 'hit', mended: true, end: 'mended' }],
  });
  await nothingIsLeft(t);
});

t.test('even its pod is gone: cleanup of the node finds the snapshot', async (t) => {
  const run = await leave(60_000);
  process.kill(agentPid(), 'SIGKILL');
  t.equal(run, 'left0001');
  await removePods();
  const nodes = { names: ['local'], namespace: 'default' };
  const cleaning = { where: { namespaces: ['default'] }, image: NODE_IMAGE, nodes };
  t.match(await cleanUp(kube, cleaning, never), {
    verdict: 'held',
    targets: [{ outcome: 'hit', end: 'mended' }],
  });
  await nothingIsLeft(t);
  t.match(await cleanUp(kube, cleaning, never), {
    verdict: 'held',
    targets: [{ outcome: 'missed', end: 'untouched' }],
  });
});

t.test('a look at a node does all but the flush', async (t) => {
  const limits = { injectTimeoutMs: 60_000, runLimitMs: 60_000 };
  const look = { node: 'local', namespace: 'default', image: NODE_IMAGE, ...limits };
  t.same(await checkNodePods(kube, FAULT, look, never), { is: 'yes' });
  for (const program of ['iptables', 'ip6tables']) {
    for (const chain of ['PREROUTING', 'OUTPUT']) node.inside(program, ['-t', 'nat', '-F', chain]);
  }
  t.match(await checkNodePods(kube, FAULT, look, never), {
    is: 'no',
    why: /expected rules of kube-proxy in iptables/,
  });
});

/** Flushes by a client of its own process, and kills that once the rules are gone; gives the run. */
async function leave(durationMs: number): Promise<string> {
  const run = 'left0001';
  const words = [
    '--conditions=@pod-contagion/source',
    CLIENT,
    cluster.kubeconfig,
    NODE_IMAGE,
    run,
    String(durationMs),
  ];
  const client = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(client, 'exit');
  await until('the flush', isFlushed);
  client.kill('SIGKILL');
  await ended;
  return run;
}
