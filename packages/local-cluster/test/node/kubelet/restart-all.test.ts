import { kubeletRules } from '@pod-contagion/lifecycle';
import t, { type Test } from 'tap';
import type { Container, Pod } from '@pod-contagion/api-server/objects';
import { fixtureFor, type Fixture } from './fixture.ts';
import { settle } from './manual-clock.ts';

/** A container that asks for all to be started anew when it ends with 3. */
const ASKING: Container = {
  name: 'app',
  image: 'app',
  restartPolicy: 'Always',
  restartPolicyRules: [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [3] } }],
};

/** As a real 1.36.2 has it. */
const REMOVED = {
  terminated: {
    exitCode: 137,
    reason: 'RestartingAllContainers',
    message: 'The container is removed because RestartAllContainers in place',
    startedAt: null,
    finishedAt: null,
  },
};

/** All versions of the pod's status that are written, by what `of` makes of them; the same in a row count once. */
function history(t: Test, { registry }: Fixture, of: (pod: Pod) => string): string[] {
  const seen: string[] = [];
  t.teardown(
    registry.onChange('pods', ({ object }) => {
      const text = of(object);
      if (text !== seen.at(-1)) seen.push(text);
    }),
  );
  return seen;
}

const restarting = ({ status }: Pod): string | undefined =>
  status?.conditions?.find(({ type }) => type === 'AllContainersRestarting')?.status;

t.test(
  'golden: one that ends itself after 1.5 s is back within a second, each time, and never in back-off',
  async (t) => {
    const fixture = fixtureFor(t);
    const { run, runtime, clock, status, pod, events } = fixture;
    const states = history(t, fixture, (of) => {
      const { state = {} } = of.status?.containerStatuses?.[0] ?? {};
      return state.waiting?.reason ?? (state.running ? 'running' : `terminated ${state.terminated?.message}`);
    });
    await run({ containers: [ASKING] });
    const startedMs = clock.nowMs();
    for (let life = 1; life <= 19; life++) {
      const container = runtime.started.at(-1);
      await clock.advance((container?.startedAtMs ?? 0) + 1_500 - clock.nowMs());
      container?.exit(3, `words ${life}`);
      await clock.advance(1_000);
      t.equal(runtime.started.length, life + 1);
      await clock.advance(1_000 - ((clock.nowMs() - startedMs) % 1_000));
    }
    t.ok(clock.nowMs() - startedMs <= 60_000, `nineteen restarts in ${clock.nowMs() - startedMs} ms`);
    await clock.advance(1_000);
    t.match(status(), { restartCount: 19, ready: true, state: { running: {} } });
    t.same(status().lastState, REMOVED);
    t.equal(pod().status?.phase, 'Running');
    t.equal(restarting(pod()), 'False');
    const life = [
      'running',
      'terminated words 1',
      'RestartingAllContainers',
      'running',
      'terminated words 2',
    ];
    t.same(states.slice(1, 6), life, 'the last words are there until it is removed');
    t.notMatch(states.join(' '), /CrashLoopBackOff/);
    t.notMatch(events.join('\n'), /BackOff|Killing/);
  },
);

t.test('all containers are ended and removed, and run again in their order', async (t) => {
  const fixture = fixtureFor(t);
  const { run, runtime, clock, status, pod, events } = fixture;
  const seen = history(t, fixture, (of) => `${of.status?.phase} ${restarting(of)}`);
  const hook = { preStop: { exec: { command: ['wait'] } } };
  await run({
    initContainers: [
      { name: 'first', image: 'app' },
      { name: 'side', image: 'app', restartPolicy: 'Always' },
    ],
    containers: [ASKING, { name: 'other', image: 'app', lifecycle: hook }],
  });
  runtime.exec = async () => {
    t.fail('there is no time for hooks');
    return { exitCode: 0, output: '' };
  };
  const names = (): string[] => runtime.started.map(({ spec }) => `${spec.name} ${spec.attempt}`);
  runtime.started[0]?.exit(0);
  await clock.advance(2_000);
  t.same(names(), ['first 0', 'side 0', 'app 0', 'other 0']);
  t.match(status('first'), { ready: true, restartCount: 0 });
  runtime.stopTakesMs = Infinity;
  runtime.started[2]?.exit(3);
  await clock.advance(1_000);
  t.same(runtime.started[3]?.stops, [2_000], 'the least grace, one after the other');
  t.same(runtime.started[1]?.stops, []);
  t.equal(restarting(pod()), 'True');
  t.match(pod().status?.conditions?.at(-1), {
    reason: 'RestartAllContainersStarted',
    message: 'container exited with restart policy rule',
  });
  await clock.advance(2_000);
  t.same(runtime.started[1]?.stops, [2_000]);
  await clock.advance(2_000);
  t.same(names().slice(4), ['first 1'], 'the init container is first');
  for (const name of ['first', 'side', 'app', 'other']) t.equal(status(name).restartCount, 1, name);
  t.match(status('other'), { ready: false, state: { waiting: { reason: 'RestartingAllContainers' } } });
  t.notOk('containerID' in status('other'));
  await clock.advance(1_000);
  t.match(status('other'), { state: { waiting: { reason: 'PodInitializing' } }, lastState: REMOVED });
  t.equal(pod().status?.phase, 'Pending', 'as on a real cluster');
  runtime.started[4]?.exit(0);
  await clock.advance(2_000);
  t.same(names().slice(5), ['side 1', 'app 1', 'other 1']);
  await clock.advance(1_000);
  t.match(status(), { restartCount: 1, ready: true, lastState: REMOVED });
  t.match(status('first'), {
    restartCount: 1,
    state: { terminated: { reason: 'Completed' } },
    lastState: REMOVED,
  });
  t.same(seen.slice(-5), [
    'Running False',
    'Running True',
    'Running False',
    'Pending False',
    'Running False',
  ]);
  t.equal(events.filter((event) => event === 'Normal Killing killing').length, 2);
  t.equal(fixture.attached.size, 1, 'its address stays');
});

t.test(
  'one in back-off is started at once with the others, and its back-off goes on after that',
  async (t) => {
    const { run, runtime, clock, status } = fixtureFor(t);
    await run({ containers: [ASKING, { name: 'crashing', image: 'app' }] });
    const latest = (name: string) => runtime.started.findLast(({ spec }) => spec.name === name);
    for (let end = 0; end < 2; end++) {
      latest('crashing')?.exit(1, `end ${end}`);
      await clock.advance(1_000);
    }
    t.match(status('crashing'), { restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff' } } });
    latest('app')?.exit(3);
    await clock.advance(1_000);
    t.equal(latest('crashing')?.spec.attempt, 2);
    await clock.advance(1_000);
    t.match(status('crashing'), {
      restartCount: 2,
      state: { running: {} },
      lastState: { terminated: { exitCode: 1, message: 'end 1' } },
    });
    latest('crashing')?.exit(1);
    await clock.advance(1_000);
    t.match(status('crashing'), { state: { waiting: { message: /^back-off 10s / } } }, 'it did not grow');
  },
);

t.test('an ephemeral container and one that never ran stay as they are', async (t) => {
  const { run, runtime, clock, status, registry } = fixtureFor(t);
  await run({ containers: [ASKING, { name: 'imageless', image: 'none' }] });
  registry.modify(
    'pods',
    'default',
    'podder',
    (draft) => {
      if (draft.spec) draft.spec.ephemeralContainers = [{ name: 'debugger', image: 'app' }];
    },
    { subresource: 'ephemeralcontainers' },
  );
  await settle();
  await clock.advance(1_000);
  t.match(status('debugger'), { state: { running: {} } });
  runtime.started[0]?.exit(3);
  await clock.advance(2_000);
  t.match(status('debugger'), { restartCount: 0, state: { running: {} }, lastState: {} });
  t.match(status('imageless'), { restartCount: 0, state: { waiting: { reason: /Image/ } }, lastState: {} });
  t.match(status(), { restartCount: 1 });
});

t.test('an exit code of no rule, and one that a pod ends with, are as ever', async (t) => {
  const { run, runtime, clock, status, registry } = fixtureFor(t);
  await run({ containers: [ASKING] });
  for (const exitCode of [1, 1]) {
    runtime.started.at(-1)?.exit(exitCode, 'words');
    await clock.advance(1_000);
  }
  t.match(status(), {
    restartCount: 1,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 1, message: 'words' } },
  });
  await clock.advance(20_000);
  registry.delete('pods', 'default', 'podder');
  await settle();
  runtime.started.at(-1)?.exit(3);
  await clock.advance(5_000);
  t.same(registry.list('pods'), []);
  t.equal(runtime.started.length, 3);
});

t.test('a pod that is deleted while its containers are being removed ends', async (t) => {
  const { run, runtime, clock, registry } = fixtureFor(t);
  await run({ containers: [ASKING, { name: 'other', image: 'app' }], terminationGracePeriodSeconds: 30 });
  runtime.stopTakesMs = 1_500;
  runtime.started[0]?.exit(3);
  await clock.advance(1_000);
  registry.delete('pods', 'default', 'podder');
  await clock.advance(3_000);
  t.same(registry.list('pods'), []);
  t.equal(runtime.started.length, 2);
});

t.test('the older kubelet does not know of it', async (t) => {
  const { run, runtime, clock, status, pod } = fixtureFor(t, { rules: kubeletRules('1.20') });
  await run({ containers: [ASKING] });
  for (let end = 0; end < 2; end++) {
    runtime.started.at(-1)?.exit(3);
    await clock.advance(1_000);
  }
  t.match(status(), { restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff' } } });
  t.equal(restarting(pod()), undefined);
});
