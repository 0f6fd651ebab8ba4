import t from 'tap';
import { settle } from './manual-clock.ts';
import { fixtureFor } from './fixture.ts';

const READINESS = { httpGet: { path: '/ready', port: 'health' }, periodSeconds: 1 };
const PROBED = {
  name: 'app',
  image: 'app',
  ports: [{ name: 'health', containerPort: 8081 }],
  readinessProbe: READINESS,
};

t.test('a pod becomes ready, with the status of a real one', async (t) => {
  const { run, pod, status, events, runtime, clock } = fixtureFor(t);
  const made = await run({});
  t.match(pod().status, {
    phase: 'Running',
    observedGeneration: 1,
    hostIP: '127.0.0.1',
    hostIPs: [{ ip: '127.0.0.1' }],
    podIP: '127.10.0.1',
    podIPs: [{ ip: '127.10.0.1' }],
    startTime: '2030-01-01T00:00:00Z',
    qosClass: 'BestEffort',
  });
  t.same(
    pod().status?.conditions?.map(({ type, status: is }) => `${type}=${is}`),
    [
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ],
  );
  const id = `local://${'1'.padStart(64, '0')}`;
  t.same(status(), {
    name: 'app',
    state: { running: { startedAt: '2030-01-01T00:00:00Z' } },
    lastState: {},
    ready: true,
    restartCount: 0,
    image: 'app',
    imageID: 'local://app',
    containerID: id,
    started: true,
    ...(status().resources === undefined ? {} : { resources: {} }),
  });
  t.same(events, [
    'Normal Pulled Container image "app" already present on machine and can be accessed by the pod',
    'Normal Created Container created',
    'Normal Started Container started',
  ]);
  t.match(runtime.started[0]?.spec, {
    namespace: 'default',
    podName: 'podder',
    podUid: made.metadata.uid,
    name: 'app',
    attempt: 0,
    command: ['app', '--first'],
    env: { HOSTNAME: 'podder', FROM_IMAGE: 'image' },
  });
  const { resourceVersion } = pod().metadata;
  await clock.advance(60_000);
  t.equal(pod().metadata.resourceVersion, resourceVersion, 'what does not change is not written');
});

t.test('before its start a pod is pending, and unready', async (t) => {
  let attach: () => void = () => undefined;
  const attaching = new Promise<void>((resolve) => {
    attach = resolve;
  });
  const { run, pod, status, condition } = fixtureFor(t, {
    network: {
      attach: async () => {
        await attaching;
        return { ip: '127.10.0.1' };
      },
      detach: async () => undefined,
      close: async () => undefined,
    },
  });
  await run({ initContainers: [{ name: 'first', image: 'app' }], containers: [PROBED] });
  t.equal(pod().status?.phase, 'Pending');
  t.match(status('first'), {
    ready: false,
    state: { waiting: { reason: 'PodInitializing' } },
    restartCount: 0,
  });
  t.match(status(), { state: { waiting: { reason: 'PodInitializing' } }, image: 'app', imageID: '' });
  t.equal(condition('PodReadyToStartContainers'), 'False');
  t.equal(condition('Initialized'), 'False');
  t.match(
    pod().status?.conditions?.find(({ type }) => type === 'Ready'),
    { status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [app]' },
  );
  attach();
  await settle();
  t.match(status('first'), { state: { running: {} } });
  t.equal(condition('PodReadyToStartContainers'), 'True');
});

t.test('a first start is probed at once, then at its ticks, however soon it listens', async (t) => {
  const { run, answers, condition, clock, status, events } = fixtureFor(t);
  answers.set('8081/ready', { passed: false, output: 'connection refused' });
  await run({ containers: [PROBED] });
  t.equal(condition('Ready'), 'False');
  t.equal(status().started, true);
  t.equal(events.filter((event) => event.includes('Readiness probe failed')).length, 1);
  answers.set('8081/ready', { passed: true, output: '' });
  await clock.advance(900);
  t.equal(condition('Ready'), 'False');
  await clock.advance(150);
  t.equal(condition('Ready'), 'True');
});

t.test('readiness: one failure too many and it is unready, one success and it is ready', async (t) => {
  const { run, answers, condition, clock, events, pod } = fixtureFor(t);
  await run({ containers: [PROBED] });
  await clock.advance(1_000);
  t.equal(condition('Ready'), 'True');
  answers.set('8081/ready', { passed: false, output: 'HTTP probe failed with statuscode: 503' });
  await clock.advance(2_000);
  t.equal(condition('Ready'), 'True');
  await clock.advance(1_000);
  t.equal(condition('Ready'), 'False');
  t.equal(condition('ContainersReady'), 'False');
  t.ok(events.includes('Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 503'));
  t.equal(pod().status?.containerStatuses?.[0]?.restartCount, 0);
  answers.delete('8081/ready');
  await clock.advance(1_000);
  t.equal(condition('Ready'), 'True');
});

t.test(
  'while its liveness probe has it killed, a pod is unready; then it has the same address',
  async (t) => {
    const { run, answers, condition, clock, runtime, status, pod, events } = fixtureFor(t);
    runtime.stopTakesMs = Infinity;
    const livenessProbe = {
      tcpSocket: { port: 8081 },
      periodSeconds: 1,
      failureThreshold: 2,
      terminationGracePeriodSeconds: 5,
    };
    await run({ containers: [{ ...PROBED, readinessProbe: undefined, livenessProbe }] });
    await clock.advance(1_000);
    t.equal(condition('Ready'), 'True');
    answers.set('8081', { passed: false, output: 'dial tcp 127.10.0.1:8081: connect: connection refused' });
    await clock.advance(2_000);
    t.ok(events.includes('Normal Killing Container app failed liveness probe, will be restarted'));
    t.same(runtime.started[0]?.stops, [5_000], 'the grace of the probe');
    t.equal(condition('Ready'), 'False');
    t.match(status(), { ready: false, state: { running: {} } });
    answers.delete('8081');
    await clock.advance(5_000);
    t.equal(runtime.started.length, 2);
    t.equal(condition('Ready'), 'False', 'until it is seen that another one runs');
    await clock.advance(1_000);
    t.match(status(), {
      ready: true,
      restartCount: 1,
      lastState: { terminated: { exitCode: 137, reason: 'Error' } },
    });
    t.equal(pod().status?.podIP, '127.10.0.1');
    t.equal(runtime.started[1]?.spec.attempt, 1);
  },
);

t.test('a startup probe holds the others back, and kills', async (t) => {
  const { run, answers, clock, probed, status, events, runtime } = fixtureFor(t);
  const startupProbe = { httpGet: { path: '/up', port: 1 }, periodSeconds: 1, failureThreshold: 3 };
  const livenessProbe = { httpGet: { path: '/live', port: 1 }, periodSeconds: 1 };
  answers.set('1/up', { passed: false, output: 'no' });
  await run({ containers: [{ ...PROBED, startupProbe, livenessProbe }] });
  await clock.advance(1_500);
  t.equal(status().started, false);
  t.notOk(probed.includes('1/live'));
  t.notOk(probed.includes('8081/ready'));
  await clock.advance(2_000);
  t.ok(events.includes('Normal Killing Container app failed startup probe, will be restarted'));
  answers.delete('1/up');
  await clock.advance(3_000);
  t.equal(runtime.started.length, 2);
  t.match(status(), { started: true, ready: true });
  t.ok(probed.includes('1/live'));
});

t.test('with the startup probe of the podders a slow start is no death; without it, it is', async (t) => {
  for (const isPatient of [true, false]) {
    const { run, answers, clock, status, events, runtime, condition } = fixtureFor(t);
    const livenessProbe = { httpGet: { path: '/liveness', port: 1 }, periodSeconds: 1, failureThreshold: 3 };
    const startupProbe = { ...livenessProbe, failureThreshold: 60 };
    answers.set('1/liveness', { passed: false, output: 'connection refused' });
    await run({ containers: [{ ...PROBED, livenessProbe, ...(isPatient ? { startupProbe } : {}) }] });
    await clock.advance(20_000);
    t.equal(runtime.started.length > 1, !isPatient);
    if (!isPatient) continue;
    t.ok(events.some((line) => line.startsWith('Warning Unhealthy Startup probe failed')));
    answers.delete('1/liveness');
    await clock.advance(1_000);
    t.match(status(), { started: true, ready: true, restartCount: 0 });
    answers.set('1/liveness', { passed: false, output: 'statuscode: 418' });
    await clock.advance(4_000);
    t.equal(runtime.started.length, 2, 'three failures kill, as without it');
    t.equal(condition('Ready'), 'False');
  }
});

t.test('a probe that cannot be made counts neither way', async (t) => {
  const { run, clock, events, condition, runtime } = fixtureFor(t);
  const livenessProbe = { httpGet: { path: '/', port: 'nowhere' }, periodSeconds: 1, failureThreshold: 1 };
  await run({ containers: [{ ...PROBED, readinessProbe: undefined, livenessProbe }] });
  await clock.advance(5_000);
  t.equal(condition('Ready'), 'True');
  t.equal(runtime.started.length, 1);
  t.match(
    events.at(-1),
    /Unhealthy Liveness probe errored and resulted in unknown state: couldn't find port: "nowhere"/,
  );
});

t.test('exec probes run in the container', async (t) => {
  const { run, clock, events, runtime } = fixtureFor(t);
  const livenessProbe = { exec: { command: ['test', '-f', 'x'] }, periodSeconds: 1, failureThreshold: 1 };
  const asked: (readonly string[])[] = [];
  runtime.exec = async (command) => {
    asked.push(command);
    return { exitCode: asked.length === 3 ? 1 : 0, output: 'gone' };
  };
  await run({ containers: [{ name: 'app', image: 'app', livenessProbe }] });
  await clock.advance(4_000);
  t.same(asked[0], ['test', '-f', 'x']);
  t.ok(events.includes('Warning Unhealthy Liveness probe failed: gone'));
  t.equal(runtime.started.length, 2);
});

t.test('policies: what ends for good gives the pod its phase', async (t) => {
  for (const [restartPolicy, exitCode, phase, reason] of [
    ['Never', 0, 'Succeeded', 'PodCompleted'],
    ['Never', 2, 'Failed', 'PodFailed'],
    ['OnFailure', 0, 'Succeeded', 'PodCompleted'],
    ['OnFailure', 2, 'Running', undefined],
  ] as const) {
    const { run, clock, runtime, pod, status, attached, condition } = fixtureFor(t);
    await run({ restartPolicy });
    runtime.started[0]?.exit(exitCode);
    await clock.advance(2_000);
    t.equal(pod().status?.phase, phase, `${restartPolicy} ${exitCode}`);
    t.equal(pod().status?.conditions?.find(({ type }) => type === 'Ready')?.reason, reason);
    if (phase === 'Running') continue;
    t.equal(attached.size, 0, 'its address is given back');
    t.equal(condition('PodReadyToStartContainers'), 'False');
    t.equal(pod().status?.podIP, '127.10.0.1', 'and still shown');
    t.match(status().state?.terminated, { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' });
    await clock.advance(60_000);
    t.equal(runtime.started.length, 1);
  }
});

t.test('a container whose logs stand in for its message', async (t) => {
  const { run, clock, runtime, status } = fixtureFor(t);
  runtime.log = 'Error: out of luck\n';
  await run({
    restartPolicy: 'Never',
    containers: [{ name: 'app', image: 'app', terminationMessagePolicy: 'FallbackToLogsOnError' }],
  });
  runtime.started[0]?.exit(1);
  await clock.advance(1_000);
  t.equal(status().state?.terminated?.message, 'Error: out of luck\n');
});

t.test('a pod that runs for longer than it may', async (t) => {
  const { run, clock, pod, events, runtime } = fixtureFor(t);
  await run({ activeDeadlineSeconds: 5 });
  await clock.advance(4_900);
  t.equal(pod().status?.phase, 'Running');
  await clock.advance(200);
  await settle();
  t.match(pod().status, {
    phase: 'Failed',
    reason: 'DeadlineExceeded',
    message: 'Pod was active on the node longer than the specified deadline',
  });
  t.ok(events.some((event) => event.includes('DeadlineExceeded')));
  t.equal(runtime.started[0]?.stops.length, 1);
});
