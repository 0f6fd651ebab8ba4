import t from 'tap';
import { fixtureFor, START_MS } from './fixture.ts';

const LIVENESS = { httpGet: { path: '/live', port: 8081 }, periodSeconds: 1, failureThreshold: 3 };

t.test(
  'golden: killed by its liveness probe after 30 s each time, a container restarts four times at once and waits 40 s before its fifth restart',
  async (t) => {
    const { clock, runtime, answers, run, status, pod, events } = fixtureFor(t);
    await run({ containers: [{ name: 'app', image: 'app', livenessProbe: LIVENESS }] });
    const waits: number[] = [];
    for (let restart = 1; restart <= 5; restart++) {
      answers.set('8081/live', { passed: true, output: '' });
      const { startedAtMs } = runtime.started.at(-1) ?? { startedAtMs: 0 };
      // Three failures, a second apart; the last at an age of 30 s, give or take the phase of the ticks.
      await clock.advance(startedAtMs + 27_500 - clock.nowMs());
      answers.set('8081/live', { passed: false, output: 'HTTP probe failed with statuscode: 418' });
      const before = runtime.started.length;
      for (let ms = 0; runtime.started.at(-1)?.stops.length === 0 && ms < 5_000; ms += 100)
        await clock.advance(100);
      const killedAtMs = clock.nowMs();
      for (let ms = 0; runtime.started.length === before && ms < 100_000; ms += 100) await clock.advance(100);
      waits.push(Math.round((clock.nowMs() - killedAtMs) / 100) / 10);
    }
    t.same(waits.slice(0, 4), [0, 0, 0, 0]);
    const last = waits[4] ?? 0;
    // The end of the wait is noticed by a ticker of one second.
    t.ok(last >= 40 && last <= 41.1, `the fifth waits ${last} s`);
    await clock.advance(1_000);
    t.equal(status().restartCount, 5);
    t.match(
      events.join('\n'),
      /Warning BackOff Back-off restarting failed container app in pod podder_default\(.*\)/,
    );
    t.equal(
      events.filter(
        (event) => event === 'Normal Killing Container app failed liveness probe, will be restarted',
      ).length,
      5,
    );
    t.ok(Date.parse(pod().status?.startTime ?? '') <= START_MS);
  },
);

t.test('while it waits the status says so, with the last end', async (t) => {
  const { clock, runtime, run, status, pod, events } = fixtureFor(t);
  const made = await run({});
  runtime.started[0]?.exit(1, 'first words');
  await clock.advance(1_000);
  t.equal(status().restartCount, 0, 'a restart is seen at the next look only');
  t.match(status().state, { terminated: { exitCode: 1, reason: 'Error', message: 'first words' } });
  await clock.advance(1_000);
  t.equal(status().restartCount, 1, 'the first restart comes at once');
  t.match(status(), { state: { running: {} }, lastState: { terminated: { exitCode: 1 } } });
  runtime.started[1]?.exit(3, 'last words');
  await clock.advance(1_000);
  const id = `podder_default(${made.metadata.uid})`;
  t.match(status(), {
    ready: false,
    started: false,
    restartCount: 1,
    state: {
      waiting: {
        reason: 'CrashLoopBackOff',
        message: `back-off 10s restarting failed container=app pod=${id}`,
      },
    },
    lastState: { terminated: { exitCode: 3, reason: 'Error', message: 'last words' } },
  });
  t.equal(pod().status?.phase, 'Running');
  t.ok(events.includes(`Warning BackOff Back-off restarting failed container app in pod ${id}`));
  await clock.advance(11_000);
  t.equal(runtime.started.length, 3);
  t.match(status(), { restartCount: 2, state: { running: {} } });
});
