import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { listActive } from '../../src/run/active.ts';
import { cleanUp } from '../../src/run/clean-up.ts';
import type { RunEvent } from '../../src/run/run-events.ts';
import { runAgents } from '../../src/run/run-fault.ts';
import { never, runPods, startFor } from '../testing/cluster.ts';
import { ANY_FAULT, scriptedImages } from '../testing/scripted-images.ts';

const scripted = scriptedImages(t);
const test = await startFor(t, { images: scripted.images });
const { kube } = test;
const HERE = { namespaces: ['default'] };

/** Agents that were put into a pod, and what they were told. */
async function ordersIn(name: string): Promise<string[]> {
  const pod = await kube.core.readNamespacedPod({ name, namespace: 'default' });
  const agents = (pod.spec?.ephemeralContainers ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
  return agents.map(({ env }) => JSON.parse(env?.[0]?.value ?? '').order);
}

t.test('an agent that is killed is made up for at once', async (t) => {
  const targets = await runPods(test, ['killed']);
  const events: RunEvent[] = [];
  const options = { durationMs: 600_000, image: 'scripted:dies' };
  const onEvent = (event: RunEvent): void => void events.push(event);
  const report = await runAgents(kube, targets, ANY_FAULT, { ...options, onEvent }, never);
  t.match(report, { verdict: 'held', targets: [{ outcome: 'hit', hits: 7, mended: true }] });
  t.match(
    events.find(({ event }) => event === 'end-agent'),
    { container: `pod-chaos-${report.run}-2`, why: 'its agent died without a proof: exit code 137 (Error)' },
  );
  t.same(await ordersIn('killed'), ['fault', 'end']);
  t.same(targets.flatMap(scripted.faults), []);
  t.match(await listActive(kube, HERE), [{ run: report.run, state: 'ended' }]);
});

t.test('an agent that could not remove everything is made up for', async (t) => {
  const targets = await runPods(test, ['left']);
  const options = { durationMs: 200, image: 'scripted:left' };
  const report = await runAgents(kube, targets, ANY_FAULT, options, never);
  t.match(report, { verdict: 'held', targets: [{ outcome: 'hit', mended: true }] });
  t.same(await ordersIn('left'), ['fault', 'end']);
});

for (const image of ['scripted:always-dies', 'scripted:always-left']) {
  t.test(`what can't be proven is said, after three tries: ${image}`, async (t) => {
    const name = image.replace(':', '-');
    const targets = await runPods(test, [name]);
    const report = await runAgents(kube, targets, ANY_FAULT, { durationMs: 200, image }, never);
    t.match(report, {
      verdict: 'not-ended',
      targets: [{ outcome: 'failed', mended: false, error: { code: 'CHAOS_NOT_ENDED' } }],
    });
    t.match(
      report.targets[0]?.error?.message,
      image.endsWith('dies') ? /died without a proof/ : /file may be left/,
    );
    t.same(await ordersIn(name), ['fault', 'end', 'end', 'end']);
    const fault = (await listActive(kube, HERE)).find(({ pod }) => pod.name === name);
    t.match(fault, { state: 'orphaned' });

    const tidied = await cleanUp(kube, { where: HERE, target: report.run, image: 'scripted' }, never);
    t.match(tidied, { verdict: 'held', targets: [{ pod: { name }, outcome: 'hit', mended: true }] });
    const after = (await listActive(kube, HERE)).find(({ pod }) => pod.name === name);
    t.match(after, { state: 'ended' });
  });
}

t.test('an agent that does not start is told at once, and does not begin later', async (t) => {
  const targets = await runPods(test, ['no-image']);
  const events: RunEvent[] = [];
  const report = await runAgents(
    kube,
    targets,
    ANY_FAULT,
    {
      durationMs: 600_000,
      image: 'not-there:1',
      injectTimeoutMs: 1_000,
      onEvent: (event) => void events.push(event),
    },
    never,
  );
  t.match(report, {
    verdict: 'failed',
    targets: [
      { outcome: 'failed', mended: true, error: { code: 'CHAOS_AGENT_NOT_STARTED', message: /ImagePull/ } },
    ],
  });
  t.match(
    events.filter(({ event }) => event === 'waiting'),
    [{ reason: 'ErrImagePull' }],
  );
  t.same(await ordersIn('no-image'), ['fault'], 'nothing to end, so no agent');
  const fault = (await listActive(kube, HERE)).find(({ pod }) => pod.name === 'no-image');
  t.match(fault, { state: 'ended', detail: /ImagePull/ });
});

t.test('with a pod that is deleted goes its fault', async (t) => {
  const targets = await runPods(test, ['deleted']);
  const report = await runAgents(
    kube,
    targets,
    ANY_FAULT,
    {
      durationMs: 600_000,
      image: 'scripted',
      onEvent: ({ event }) => {
        if (event === 'effect') void kube.core.deleteNamespacedPod({ name: 'deleted', namespace: 'default' });
      },
    },
    never,
  );
  t.match(report, { verdict: 'held', targets: [{ outcome: 'hit', hits: 7, mended: true }] });
});

t.test('a pod that came after the target with its name is left alone', async (t) => {
  const targets = await runPods(test, ['replaced']);
  await kube.core.deleteNamespacedPod({ name: 'replaced', namespace: 'default' });
  await until('it to be gone', async () => {
    const list = await kube.core.listNamespacedPod({ namespace: 'default', labelSelector: 'app=replaced' });
    return list.items.length === 0;
  });
  await runPods(test, ['replaced']);
  const report = await runAgents(kube, targets, ANY_FAULT, { durationMs: 200, image: 'scripted' }, never);
  t.match(report.targets[0]?.error, {
    code: 'CHAOS_AGENT_NOT_STARTED',
    message: 'pod default/replaced is gone; another one has its name',
  });
  t.same(await ordersIn('replaced'), []);
});

t.test('cleans up where a pod shows nothing, if it is named', async (t) => {
  const [target] = await runPods(test, ['clean']);
  const none = await cleanUp(kube, { where: HERE, image: 'scripted' }, never);
  t.match(none, { verdict: 'held', targets: [] });
  const named = await cleanUp(kube, { where: HERE, pods: [target!], image: 'scripted' }, never);
  t.match(named, {
    verdict: 'held',
    targets: [{ pod: { name: 'clean' }, outcome: 'missed', mended: true, agent: { outcome: 'untouched' } }],
  });
  await t.rejects(cleanUp(kube, { where: HERE, pods: [{ namespace: 'default', name: 'nobody' }] }, never), {
    code: 'CHAOS_NO_TARGET',
  });
});

// The last one: its agent hangs on.
t.test('an agent that hangs is no matter where its fault is proven gone', async (t) => {
  const targets = await runPods(test, ['hangs']);
  const interrupt = new AbortController();
  const report = await runAgents(
    kube,
    targets,
    ANY_FAULT,
    {
      durationMs: 600_000,
      image: 'scripted:hangs',
      onEvent: ({ event }) => {
        if (event === 'effect') interrupt.abort();
      },
    },
    interrupt.signal,
  );
  t.match(report, { verdict: 'held', targets: [{ outcome: 'hit', mended: true }] });
  t.same(targets.flatMap(scripted.faults), []);
  t.same(await ordersIn('hangs'), ['fault', 'end']);
});
