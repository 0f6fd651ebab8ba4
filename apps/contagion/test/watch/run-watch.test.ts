/** A whole run that is written as lines, in no real time. */
import t from 'tap';
import { createEnding, type Ending } from '../../src/up/ending.ts';
import { LINE_KINDS, TOTAL_FIELDS } from '../../src/up/line-kinds.ts';
import { runWatch } from '../../src/watch/run-watch.ts';
import { plan, simulate } from '../simulate/run.ts';
import { createFakeTime, type FakeTime } from './fake-time.ts';

type Line = Readonly<{ atMs: number; event: string; [field: string]: unknown }>;

/** What `contagion simulate --watch` with these flags writes where there is no terminal. */
async function watch(
  argv: readonly string[],
  time: FakeTime,
  end: (ending: Ending) => void = () => undefined,
): Promise<{ lines: readonly Line[]; notes: string; reason: string }> {
  const planned = await plan('--watch', ...argv);
  const ending = createEnding(() => undefined);
  const lines: Line[] = [];
  let notes = '';
  const outputs = {
    line: (text: string) => void lines.push(JSON.parse(text) as Line),
    note: (text: string) => void (notes += text),
  };
  end(ending);
  const { what, watchedAtSpeed = NaN } = planned;
  if (what.kind === 'many') throw new Error('expected one run');
  await runWatch(planned, what, watchedAtSpeed, { terminal: undefined, outputs, ending, time });
  ending.release();
  return { lines, notes, reason: await ending.asked };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection', 'exit'] as const;
const listeners = (): readonly number[] => SIGNALS.map((name) => process.listenerCount(name));

t.test('every change with its virtual time, at the pace that was asked for', async (t) => {
  const time = createFakeTime();
  const before = listeners();
  const { lines, notes, reason } = await watch(['--replicas=10', '--speed=20', '--seed=3'], time);
  t.equal(notes, await simulate('--replicas=10', '--seed=3'), 'what is run, and its story');
  t.equal(reason, 'extinct');
  const end = lines.at(-1)!;
  t.match(end, { event: 'end', reason: 'extinct', pods: 10 });
  t.equal(end['tookMs'], Math.round(time.nowMs));
  t.ok(Math.abs(time.nowMs - end.atMs / 20) <= 50);
  t.match(lines[0], { atMs: 0, event: 'created', pod: 'generic-0', pods: 1 });
  t.ok(lines.every(({ atMs }, index) => index === 0 || atMs >= lines[index - 1]!.atMs));
  t.equal(end['infections'], lines.filter(({ event }) => event === 'infected').length);
  for (const { atMs: _, event, ...fields } of lines) {
    const known = LINE_KINDS.find((kind) => kind.event === event);
    const documented = [...Object.keys(known?.fields ?? {}), ...Object.keys(TOTAL_FIELDS)];
    t.same(Object.keys(fields).toSorted(), documented.toSorted(), `the fields of ${event}`);
  }
  t.same(listeners(), before, 'no listener is left');
});

t.test('as long as it is followed', async (t) => {
  const { lines, notes, reason } = await watch(['--until=20s', '--speed=1000000'], createFakeTime());
  t.equal(reason, 'until');
  t.match(lines.at(-1), { atMs: 20_000, event: 'end', reason: 'until' });
  t.match(notes, /^alive {5}after 20 s: \d+ infected$/m);
});

t.test('ended before: no story', async (t) => {
  const { promise: ended, resolve } = Promise.withResolvers<Ending>();
  const time = createFakeTime((sleeps) => {
    if (sleeps === 20) void ended.then((ending) => ending.end('SIGTERM'));
  });
  const { lines, notes, reason } = await watch([], time, resolve);
  t.equal(reason, 'SIGTERM');
  t.match(lines.at(-1), { event: 'end', reason: 'SIGTERM' });
  t.equal(notes.split('\n').length, 2, 'but what is run');
  t.ok(lines.at(-1)!.atMs < 30_000);
});

t.test('what goes wrong is kept for whoever asks', async (t) => {
  const broken = new Error('no time');
  const time = createFakeTime(() => {
    throw broken;
  });
  let ending: Ending | undefined;
  const { lines, reason } = await watch([], time, (made) => (ending = made));
  t.equal(reason, 'failed');
  t.equal(ending?.error, broken);
  t.match(lines.at(-1), { event: 'end', reason: 'failed' });
});
