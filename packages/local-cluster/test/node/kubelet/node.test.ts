import t from 'tap';
import { settle } from './manual-clock.ts';
import { fixtureFor } from './fixture.ts';

t.test('a kubelet registers its Node, and keeps it', async (t) => {
  const { registry, clock } = fixtureFor(t, { maxPods: 7 });
  const node = registry.get('nodes', '', 'local');
  t.match(node.status, {
    capacity: { cpu: '2', memory: '8388608Ki', pods: '7' },
    allocatable: { cpu: '2', memory: '8388608Ki', pods: '7' },
    addresses: [
      { type: 'InternalIP', address: '127.0.0.1' },
      { type: 'Hostname', address: 'local' },
    ],
    nodeInfo: { kubeletVersion: 'v1.36.2', containerRuntimeVersion: /^local:\/\//, architecture: 'amd64' },
  });
  const ready = registry.get('nodes', '', 'local').status?.conditions?.find(({ type }) => type === 'Ready');
  t.match(ready, { status: 'True', reason: 'KubeletReady' });
  await clock.advance(300_000);
  const later = registry.get('nodes', '', 'local').status?.conditions?.find(({ type }) => type === 'Ready');
  t.not(later?.lastHeartbeatTime, ready?.lastHeartbeatTime);
  t.equal(later?.lastTransitionTime, ready?.lastTransitionTime);
  registry.delete('nodes', '', 'local');
  await settle();
  t.ok(registry.find('nodes', '', 'local'), 'it is registered anew');
});

t.test('a node takes so many pods, and the next when one is gone', async (t) => {
  const { run, runtime, registry, events } = fixtureFor(t, { maxPods: 1 });
  await run({}, { name: 'podder' });
  await run({}, { name: 'second' });
  t.equal(runtime.started.length, 1);
  t.ok(events.includes('Warning OutOfpods the node takes 1 pods and has as many'));
  registry.delete('pods', 'default', 'podder');
  await settle();
  await settle();
  t.equal(runtime.started.at(-1)?.spec.podName, 'second');
});

t.test('pods of other nodes are none of its business', async (t) => {
  const { registry, runtime } = fixtureFor(t);
  registry.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'elsewhere', namespace: 'default' },
    spec: { nodeName: 'other', containers: [{ name: 'app', image: 'app' }] },
  });
  await settle();
  t.equal(runtime.started.length, 0);
});

t.test('no more containers start at once than the machine can start', async (t) => {
  const { registry, runtime, run, clock, answers } = fixtureFor(t);
  answers.set('9', { passed: false, output: 'no' });
  const readinessProbe = { tcpSocket: { port: 9 }, periodSeconds: 1 };
  for (let pod = 0; pod < 10; pod++) {
    await run({ containers: [{ name: 'app', image: 'app', readinessProbe }] }, { name: `pod-${pod}` });
  }
  t.equal(runtime.started.length, 4, 'two for each of two cores');
  answers.delete('9');
  await clock.advance(100);
  await settle();
  t.ok(runtime.started.length >= 8, 'the next as soon as these are ready');
  await clock.advance(1_000);
  t.equal(runtime.started.length, 10);
  t.equal(registry.list('pods', 'default').length, 10);
});

t.test('a pod that has ended makes room', async (t) => {
  const { run, runtime, clock } = fixtureFor(t, { maxPods: 1 });
  await run({ restartPolicy: 'Never' }, { name: 'first' });
  await run({}, { name: 'second' });
  runtime.started[0]?.exit(0);
  await clock.advance(1_500);
  t.same(
    runtime.started.map(({ spec }) => spec.podName),
    ['first', 'second'],
  );
});
