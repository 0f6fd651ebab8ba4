/** A fault that lasts as an activity: when it is over, and what is told of pods that it did not hit. */
import { once } from 'node:events';
import t from 'tap';
import type { RunEvent, RunReport, TargetResult } from '@pod-contagion/chaos/run';
import type { ActivityContext } from '@pod-contagion/experiments';
import { runLasting, type Lasting } from '../../src/experiments/lasting.ts';

const at = '2030-01-01T00:00:00.000Z';
const pod = (name: string): TargetResult['pod'] => ({ namespace: 'default', name, uid: name });
const applied = (name: string): RunEvent => ({ event: 'applied', pod: pod(name), at, endsAt: at, steps: [] });
const injected = (name: string): RunEvent => ({ event: 'injected', pod: pod(name), container: 'agent' });

/** One that ended before it had the fault: nothing failed, and nothing was hit. */
const MISSED: TargetResult = { pod: pod('two'), outcome: 'missed', hits: 0, mended: true, end: 'untouched' };

type Ran = Readonly<{ lines: string[]; faults: { end: () => Promise<void> }[]; running: Promise<unknown> }>;

/** Runs one whose events the test sends; it ends when it is told to, or with `report`. */
function runOne(
  background: boolean,
  begin: (onEvent: (event: RunEvent) => void) => void,
  report: Partial<RunReport> = {},
): Ran {
  const lines: string[] = [];
  const faults: { end: () => Promise<void> }[] = [];
  const { signal } = new AbortController();
  const context: ActivityContext = {
    values: { configuration: {}, secrets: {} },
    signal,
    tell: (line) => void lines.push(line),
    hit: () => undefined,
    standing: (fault) => void faults.push(fault),
  };
  const place = {
    connect: () => Promise.reject(new Error()),
    happened: () => undefined,
    began: () => undefined,
  };
  const whole: RunReport = {
    run: 'ab12cd34',
    fault: 'drop',
    startedAt: at,
    endedAt: at,
    interrupted: false,
    targets: [MISSED],
    verdict: 'no-effect',
    ...report,
  };
  const lasting: Lasting = {
    name: 'drop',
    pods: 2,
    background,
    tellLeft: () => undefined,
    start: async (_run, onEvent, ending) => {
      begin(onEvent);
      if (background && !ending.aborted) await once(ending, 'abort');
      return whole;
    },
  };
  return { lines, faults, running: runLasting(place, lasting, context) };
}

t.test('in the background it is over once the fault is in place everywhere', async (t) => {
  const { running, faults } = runOne(true, (tell) =>
    ['one', 'two'].forEach((name) => [injected(name), applied(name)].forEach(tell)),
  );
  t.match(await running, { inPlace: [{ pod: 'default/one', endsAt: at }, { pod: 'default/two' }] });
  t.equal(faults.length, 1);
  await faults[0]?.end();
});

t.test('a pod that ended before it had the fault is told at once, and the activity has failed', async (t) => {
  let tell: (event: RunEvent) => void = () => undefined;
  const { running, lines, faults } = runOne(true, (onEvent) => {
    tell = onEvent;
    [injected('one'), injected('two')].forEach(tell);
  });
  tell({ event: 'done', pod: MISSED.pod, result: MISSED });
  t.match(
    lines.at(-1),
    /^pod default\/two: missed; untouched|^default\/two: missed; untouched/,
    'while the other waits still',
  );
  tell(applied('one'));
  await t.rejects(running, { message: /^the fault is not in place: .*two: missed; untouched/ });
  t.equal(faults.length, 1, 'and what is in place is ended with the experiment');
  await faults[0]?.end();
});

t.test('who may not read logs learns that nobody knows when it is in place', async (t) => {
  const { running, faults } = runOne(true, (tell) => {
    tell(injected('one'));
    tell({ event: 'log-unavailable', pod: pod('one'), message: 'no right to get pods/log' });
  });
  await t.rejects(running, {
    message: /expected to be told when the fault is in place.*no right to get pods\/log/,
  });
  await faults[0]?.end();
});

t.test('in the background nothing is left of one that never began', async (t) => {
  const { running, faults } = runOne(true, () => {
    throw new Error("can't create a pod");
  });
  await t.rejects(running, { message: "can't create a pod" });
  t.equal(faults.length, 1);
  await t.resolves(faults[0]!.end());
});

t.test('in the foreground it lasts as long as the fault, and fails for whom it did not hit', async (t) => {
  const { running, lines, faults } = runOne(false, (tell) =>
    tell({ event: 'done', pod: MISSED.pod, result: MISSED }),
  );
  await t.rejects(running, { code: 'CHAOS_NO_EFFECT', message: 'drop: no-effect, 0 of 1 pods hit' });
  t.match(lines, [/two: missed/]);
  t.same(faults, []);
});
