import t from 'tap';
import { settle } from './manual-clock.ts';
import { fixtureFor } from './fixture.ts';

const APP = { name: 'app', image: 'app' };

t.test('init containers run one after the other, each until it succeeds', async (t) => {
  const { run, runtime, clock, status, condition, pod } = fixtureFor(t);
  await run({
    initContainers: [
      { name: 'one', image: 'app' },
      { name: 'two', image: 'app' },
    ],
    containers: [APP],
  });
  const names = (): string[] => runtime.started.map(({ spec }) => spec.name);
  t.same(names(), ['one']);
  runtime.started[0]?.exit(1);
  await clock.advance(1_000);
  t.same(names(), ['one', 'one'], 'the first failure is made good at once');
  t.equal(pod().status?.phase, 'Pending');
  runtime.started[1]?.exit(0);
  await clock.advance(1_000);
  t.same(names(), ['one', 'one', 'two']);
  t.equal(condition('Initialized'), 'False');
  t.match(status('one'), { ready: true, restartCount: 1, state: { terminated: { reason: 'Completed' } } });
  runtime.started[2]?.exit(0);
  await clock.advance(1_000);
  t.same(names(), ['one', 'one', 'two', 'app']);
  await clock.advance(1_000);
  t.equal(condition('Initialized'), 'True');
  t.equal(condition('Ready'), 'True');
  t.equal(pod().status?.phase, 'Running');
  runtime.started[3]?.exit(1);
  await clock.advance(2_000);
  t.same(names(), ['one', 'one', 'two', 'app', 'app'], 'a restart does not repeat them');
});

t.test('an init container that fails for good fails the pod', async (t) => {
  const { run, runtime, clock, pod } = fixtureFor(t);
  await run({ restartPolicy: 'Never', initContainers: [{ name: 'one', image: 'app' }], containers: [APP] });
  runtime.started[0]?.exit(3);
  await clock.advance(2_000);
  t.equal(pod().status?.phase, 'Failed');
  t.equal(runtime.started.length, 1);
});

t.test('a sidecar starts before, is restarted always, and ends last', async (t) => {
  const { run, runtime, clock, registry, events, condition } = fixtureFor(t);
  const sidecar = { name: 'side', image: 'app', restartPolicy: 'Always' };
  await run({ restartPolicy: 'Never', initContainers: [sidecar], containers: [APP] });
  t.same(
    runtime.started.map(({ spec }) => spec.name),
    ['side', 'app'],
  );
  t.equal(condition('Ready'), 'True');
  runtime.started[0]?.exit(0);
  await clock.advance(2_000);
  t.equal(runtime.started[2]?.spec.name, 'side');
  registry.delete('pods', 'default', 'podder');
  await settle();
  const killing = events.filter((event) => event.includes('Killing'));
  t.same(killing, ['Normal Killing Stopping container app', 'Normal Killing Stopping container side']);
});

t.test('a pod has ended when all but its sidecars have', async (t) => {
  const { run, runtime, clock, pod } = fixtureFor(t);
  const sidecar = { name: 'side', image: 'app', restartPolicy: 'Always' };
  await run({ restartPolicy: 'OnFailure', initContainers: [sidecar], containers: [APP] });
  runtime.started[1]?.exit(0);
  await clock.advance(2_000);
  t.equal(runtime.started[0]?.stops.length, 1);
  t.equal(pod().status?.phase, 'Succeeded');
});

t.test('an ephemeral container runs once, beside the others', async (t) => {
  const { run, runtime, clock, registry, status, pod } = fixtureFor(t);
  await run({});
  registry.modify(
    'pods',
    'default',
    'podder',
    (draft) => {
      if (draft.spec === undefined) return;
      draft.spec.ephemeralContainers = [
        {
          name: 'chaos',
          image: 'app',
          command: ['sh'],
          targetContainerName: 'app',
          imagePullPolicy: 'IfNotPresent',
          terminationMessagePolicy: 'File',
        },
      ];
    },
    { subresource: 'ephemeralcontainers' },
  );
  await settle();
  t.same(runtime.started[1]?.spec.command, ['sh']);
  t.match(pod().status?.ephemeralContainerStatuses, [{ name: 'chaos', state: { running: {} } }]);
  runtime.started[1]?.exit(1);
  await clock.advance(60_000);
  t.equal(runtime.started.length, 2);
  t.match(status('chaos').state?.terminated, { exitCode: 1, reason: 'Error' });
  t.equal(pod().status?.phase, 'Running');
  t.equal(status().ready, true);
});

t.test('a new image replaces a container, without back-off', async (t) => {
  const { run, runtime, clock, registry, events, status } = fixtureFor(t, {
    images: { resolve: () => ({ command: ['any'] }) },
  });
  await run({});
  registry.modify('pods', 'default', 'podder', (draft) => {
    const container = draft.spec?.containers[0];
    if (container !== undefined) container.image = 'newer';
  });
  await clock.advance(1_500);
  t.ok(events.includes('Normal Killing Container app definition changed, will be restarted'));
  t.equal(runtime.started.length, 2);
  t.match(status(), { image: 'newer', restartCount: 1, state: { running: {} } });
});

t.test('all containers of a pod have to be ready', async (t) => {
  const { run, answers, clock, condition, pod } = fixtureFor(t);
  answers.set('9', { passed: false, output: 'no' });
  const readinessProbe = { tcpSocket: { port: 9 }, periodSeconds: 1 };
  await run({ containers: [APP, { name: 'slow', image: 'app', readinessProbe }] });
  await clock.advance(3_000);
  t.equal(condition('Ready'), 'False');
  t.equal(
    pod().status?.conditions?.find(({ type }) => type === 'ContainersReady')?.message,
    'containers with unready status: [slow]',
  );
  answers.delete('9');
  await clock.advance(1_000);
  t.equal(condition('Ready'), 'True');
});

t.test('gates of readiness that somebody else opens', async (t) => {
  const { run, registry, condition, pod } = fixtureFor(t);
  await run({ readinessGates: [{ conditionType: 'example.com/fed' }] });
  t.equal(condition('ContainersReady'), 'True');
  t.match(
    pod().status?.conditions?.find(({ type }) => type === 'Ready'),
    {
      status: 'False',
      reason: 'ReadinessGatesNotReady',
      message: 'corresponding condition of pod readiness gate "example.com/fed" does not exist.',
    },
  );
  registry.modify(
    'pods',
    'default',
    'podder',
    (draft) => {
      draft.status?.conditions?.push({ type: 'example.com/fed', status: 'True' });
    },
    { subresource: 'status' },
  );
  await settle();
  t.equal(condition('Ready'), 'True');
  t.equal(condition('example.com/fed'), 'True', 'the conditions of others stay');
});
