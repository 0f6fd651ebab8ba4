import t from 'tap';
import { settle } from './manual-clock.ts';
import { fixtureFor } from './fixture.ts';

t.test('a pod that is deleted is stopped, shown at its end, and removed', async (t) => {
  const { run, registry, runtime, events, clock, attached } = fixtureFor(t);
  runtime.stopTakesMs = 3_000;
  const made = await run({});
  const phases: (string | undefined)[] = [];
  registry.onChange('pods', ({ type, object }) => void phases.push(`${type} ${object.status?.phase}`));
  registry.delete('pods', 'default', 'podder');
  await clock.advance(2_900);
  t.same(runtime.started[0]?.stops, [30_000]);
  t.ok(events.includes('Normal Killing Stopping container app'));
  t.equal(registry.get('pods', 'default', 'podder').status?.phase, 'Running');
  t.equal(attached.size, 1);
  await clock.advance(200);
  t.equal(registry.find('pods', 'default', 'podder'), undefined);
  t.same([...new Set(phases)], ['MODIFIED Running', 'MODIFIED Succeeded', 'DELETED Succeeded']);
  t.equal(attached.size, 0);
  t.same(runtime.removed, [made.metadata.uid]);
  await clock.advance(60_000);
  t.equal(runtime.started.length, 1);
});

t.test('grace: SIGKILL once it has passed; a later deletion can only shorten it', async (t) => {
  const { run, registry, runtime, clock } = fixtureFor(t);
  runtime.stopTakesMs = Infinity;
  await run({ terminationGracePeriodSeconds: 60 });
  registry.delete('pods', 'default', 'podder');
  await clock.advance(10_000);
  t.same(runtime.started[0]?.stops, [60_000]);
  registry.delete('pods', 'default', 'podder', { gracePeriodSeconds: 5 });
  await clock.advance(4_900);
  t.ok(registry.find('pods', 'default', 'podder'));
  await clock.advance(200);
  t.equal(registry.find('pods', 'default', 'podder'), undefined);
  t.same(runtime.started[0]?.stops, [60_000, 5_000]);
});

t.test('grace 0 removes the object at once; the processes are ended all the same', async (t) => {
  const { run, registry, runtime, clock, attached } = fixtureFor(t);
  runtime.stopTakesMs = Infinity;
  const made = await run({});
  registry.delete('pods', 'default', 'podder', { gracePeriodSeconds: 0 });
  t.equal(registry.find('pods', 'default', 'podder'), undefined);
  await settle();
  t.same(runtime.started[0]?.stops, [2_000], 'never less than two seconds');
  // One of the same name is another pod.
  await run({});
  t.equal(runtime.started.length, 2);
  await clock.advance(2_000);
  t.same(runtime.removed, [made.metadata.uid]);
  t.equal(attached.size, 1);
  t.equal(registry.get('pods', 'default', 'podder').status?.phase, 'Running');
});

t.test('deleted by force while it is being stopped with grace', async (t) => {
  const { run, registry, runtime, clock } = fixtureFor(t);
  runtime.stopTakesMs = Infinity;
  const made = await run({});
  registry.delete('pods', 'default', 'podder');
  await clock.advance(1_000);
  registry.delete('pods', 'default', 'podder', { gracePeriodSeconds: 0 });
  await clock.advance(2_000);
  t.same(runtime.started[0]?.stops, [30_000, 2_000]);
  t.same(runtime.removed, [made.metadata.uid]);
});

t.test('a pod that waits for its back-off is gone at once', async (t) => {
  const { run, registry, runtime, clock } = fixtureFor(t);
  await run({});
  runtime.started[0]?.exit(1);
  await clock.advance(2_000);
  runtime.started[1]?.exit(1);
  await clock.advance(2_000);
  registry.delete('pods', 'default', 'podder');
  await settle();
  t.equal(registry.find('pods', 'default', 'podder'), undefined);
  await clock.advance(60_000);
  t.equal(runtime.started.length, 2);
});

t.test('deleted while its liveness probe has it killed: it is not started again', async (t) => {
  const { run, registry, runtime, clock, answers } = fixtureFor(t);
  runtime.stopTakesMs = Infinity;
  answers.set('1', { passed: false, output: 'no' });
  const livenessProbe = { tcpSocket: { port: 1 }, periodSeconds: 1, failureThreshold: 1 };
  await run({ containers: [{ name: 'app', image: 'app', livenessProbe }] });
  await clock.advance(2_000);
  t.same(runtime.started[0]?.stops, [30_000]);
  registry.delete('pods', 'default', 'podder', { gracePeriodSeconds: 3 });
  await clock.advance(3_100);
  t.equal(registry.find('pods', 'default', 'podder'), undefined);
  t.equal(runtime.started.length, 1);
});

t.test('a pod that has ended goes as soon as it is deleted', async (t) => {
  const { run, registry, runtime, clock } = fixtureFor(t);
  await run({ restartPolicy: 'Never' });
  runtime.started[0]?.exit(0);
  await clock.advance(2_000);
  registry.delete('pods', 'default', 'podder');
  await settle();
  t.equal(registry.find('pods', 'default', 'podder'), undefined);
  t.equal(runtime.removed.length, 1);
});

t.test('preStop: its time is taken off the grace', async (t) => {
  const { run, registry, runtime, clock, events } = fixtureFor(t);
  const lifecycle = { preStop: { sleep: { seconds: 4 } } };
  await run({ terminationGracePeriodSeconds: 10, containers: [{ name: 'app', image: 'app', lifecycle }] });
  registry.delete('pods', 'default', 'podder');
  await clock.advance(3_900);
  t.same(runtime.started[0]?.stops, []);
  await clock.advance(200);
  t.same(runtime.started[0]?.stops, [6_000]);
  t.equal(registry.find('pods', 'default', 'podder'), undefined);
  t.notOk(events.some((event) => event.includes('FailedPreStopHook')));
});

t.test('hooks that fail', async (t) => {
  const { run, registry, runtime, clock, events } = fixtureFor(t);
  const hook = { exec: { command: ['false'] } };
  runtime.exec = async () => ({ exitCode: 1, output: '' });
  await run({ containers: [{ name: 'app', image: 'app', lifecycle: { preStop: hook, postStart: hook } }] });
  t.ok(events.includes('Warning FailedPostStartHook PostStartHook failed'));
  t.ok(events.includes('Warning FailedPreStopHook PreStopHook failed'));
  t.equal(runtime.started[0]?.stops.length, 1);
  await clock.advance(2_000);
  t.equal(runtime.started.length, 2, 'it is started again');
  registry.delete('pods', 'default', 'podder', { gracePeriodSeconds: 0 });
});

t.test('closing ends all processes and leaves the objects', async (t) => {
  const { run, kubelet, runtime, registry, clock } = fixtureFor(t);
  runtime.stopTakesMs = Infinity;
  await run({});
  const closed = kubelet.close(700);
  await clock.advance(700);
  await closed;
  t.equal(runtime.started[0]?.stops[0], 700);
  t.equal(registry.get('pods', 'default', 'podder').status?.phase, 'Running');
  await clock.advance(600_000);
  t.equal(runtime.started.length, 1);
});
