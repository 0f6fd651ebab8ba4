import t from 'tap';
import { fixtureFor } from './fixture.ts';

t.test('an image that is not known: the Event says how to add it', async (t) => {
  const { run, status, events, clock, pod } = fixtureFor(t);
  await run({ containers: [{ name: 'app', image: 'nginx:1' }] });
  t.match(status(), {
    state: { waiting: { reason: 'ErrImagePull' } },
    image: 'nginx:1',
    imageID: '',
    ready: false,
    restartCount: 0,
  });
  t.equal(pod().status?.phase, 'Pending');
  t.same(events, [
    'Normal Pulling Pulling image "nginx:1"',
    `Warning Failed Failed to pull image "nginx:1": no such image in this cluster; add it with --image nginx:1='COMMAND'`,
    'Warning Failed Error: ErrImagePull',
  ]);
  await clock.advance(1_000);
  t.match(status().state?.waiting, {
    reason: 'ImagePullBackOff',
    message: /^Back-off pulling image "nginx:1": ErrImagePull: no such image/,
  });
  t.same(events.slice(3), [
    'Normal BackOff Back-off pulling image "nginx:1"',
    'Warning Failed Error: ImagePullBackOff',
  ]);
});

t.test('pulls back off from 10 s, doubling to 300 s', async (t) => {
  const { run, events, clock } = fixtureFor(t);
  await run({ containers: [{ name: 'app', image: 'nginx:1' }] });
  const pulls: number[] = [];
  let seen = 0;
  const startMs = clock.nowMs();
  for (let second = 0; second <= 1_300; second++) {
    const count = events.filter((event) => event.startsWith('Normal Pulling')).length;
    if (count > seen) pulls.push(Math.round((clock.nowMs() - startMs) / 1000));
    seen = count;
    await clock.advance(1_000);
  }
  const waits = pulls.slice(1).map((pull, index) => pull - (pulls[index] ?? 0));
  for (const [index, least] of [10, 20, 40, 80, 160, 300, 300].entries()) {
    const wait = waits[index] ?? NaN;
    t.ok(wait >= least && wait <= least + 2, `pull ${index + 2} after ${wait} s`);
  }
});

t.test('an image that may not be pulled', async (t) => {
  const { run, status, events } = fixtureFor(t);
  await run({ containers: [{ name: 'app', image: 'nginx:1', imagePullPolicy: 'Never' }] });
  t.match(status().state?.waiting, {
    reason: 'ErrImageNeverPull',
    message: 'Container image "nginx:1" is not present with pull policy of Never',
  });
  t.ok(events.includes('Warning Failed Error: ErrImageNeverPull'));
});

t.test('a container that cannot be configured is tried again', async (t) => {
  const { run, status, events, clock, registry, runtime } = fixtureFor(t);
  const env = [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'settings', key: 'k' } } }];
  await run({ containers: [{ name: 'app', image: 'app', env }] });
  t.match(status().state?.waiting, {
    reason: 'CreateContainerConfigError',
    message: 'configmap "settings" not found',
  });
  t.ok(events.includes('Warning Failed Error: configmap "settings" not found'));
  registry.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'default' },
    data: { k: 'v' },
  });
  await clock.advance(16_000);
  t.equal(runtime.started[0]?.spec.env['X'], 'v');
  t.match(status().state, { running: {} });
});

t.test('a program that cannot be started crashes in a loop', async (t) => {
  const { run, status, events, clock, runtime } = fixtureFor(t);
  runtime.startError = 'exec: "nope": executable file not found in $PATH';
  await run({});
  await clock.advance(1_000);
  t.match(status(), {
    state: { waiting: { reason: 'RunContainerError', message: runtime.startError } },
    lastState: { terminated: { exitCode: 128, reason: 'StartError', startedAt: '1970-01-01T00:00:00Z' } },
  });
  t.ok(events.includes(`Warning Failed Error: ${runtime.startError}`));
  await clock.advance(2_000);
  t.match(status(), { state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 1 });
  runtime.startError = undefined;
  await clock.advance(12_000);
  t.match(status(), { state: { running: {} }, restartCount: 2 });
});
