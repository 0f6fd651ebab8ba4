/** Ending what others began, in memory: active or orphaned, of one run or of all. */
import t from 'tap';
import { END_ANSWER_LIMIT_MS } from '../../src/agent/limits.ts';
import { ChaosError } from '../../src/errors.ts';
import { createMemoryLock } from './testing/memory-lock.ts';
import { orderFor, orderToEnd, RUN, start } from './testing/run-in-memory.ts';
import { createWorld, scriptedFault } from './testing/scripted-fault.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const OTHER = 'oooo0000';

function prepare() {
  const clock = createVirtualClock();
  const world = createWorld();
  return { clock, world, lock: createMemoryLock(), agents: [scriptedFault(world, 2)] };
}

for (const target of [undefined, RUN]) {
  t.test(`an active fault is ended by its own agent, asked for ${target ?? 'all'}`, async (t) => {
    const { clock, world, ...options } = prepare();
    const agent = start(orderFor(), { ...options, clock });
    await clock.pass(3_000);
    const { report, exitCode } = await clock.run(start(orderToEnd(target), { ...options, clock }).ended);
    const ended = await agent.ended;
    t.match(ended.report, { outcome: 'mended', reason: 'asked' });
    t.equal(ended.tookMs, 3_000);
    t.match(report, { outcome: 'mended', reason: 'asked', proof: ended.report.proof });
    t.equal(report.proof.length, 2);
    t.equal(exitCode, 0);
    t.equal(world.things.size, 0);
    t.equal(options.lock.holders.size, 0, 'both have released the lock');
  });
}

t.test('another run goes on, and what it is setting up is not taken for an orphan', async (t) => {
  const { clock, world, ...options } = prepare();
  const agent = start(orderFor(), { ...options, clock });
  await clock.pass(3_000);
  world.things.set('step 2, first half', undefined);
  const { report, exitCode } = await clock.run(start(orderToEnd(OTHER), { ...options, clock }).ended);
  t.match(report, { outcome: 'untouched', proof: [] });
  t.equal(exitCode, 0);
  t.equal(world.things.size, 4);
  t.match((await clock.run(agent.ended)).report, { outcome: 'mended', reason: 'deadline' });
});

t.test('orphans are undone: of all runs, or of one and of those that do not say', async (t) => {
  for (const [target, left] of [
    [undefined, 0],
    [OTHER, 0],
    ['pppp1111', 1],
  ] as const) {
    const { clock, world, ...options } = prepare();
    world.things.set('step 1, first half', OTHER);
    world.things.set('step 2, second half', undefined);
    const { report, exitCode } = await clock.run(start(orderToEnd(target), { ...options, clock }).ended);
    t.equal(report.outcome, 'mended');
    t.equal(report.proof.length, 2 - left);
    t.equal(world.things.size, left);
    t.equal(exitCode, 0);
  }
});

t.test('nothing to end is no failure; what can not be undone or read is', async (t) => {
  const { clock, world, ...options } = prepare();
  const nothing = await start(orderToEnd(), { ...options, clock }).ended;
  t.match(nothing.report, { outcome: 'untouched', proof: [] });
  t.equal(nothing.exitCode, 0);

  world.things.set('step 1, first half', OTHER);
  world.before = ({ name }) => {
    if (name.startsWith('undo')) throw new Error('Resource busy');
  };
  const busy = await clock.run(start(orderToEnd(), { ...options, clock }).ended);
  t.match(busy.report, {
    outcome: 'left',
    proof: [{ what: 'step 1', gone: false }],
    error: { code: 'CHAOS_NOT_ENDED', message: 'step 1 may still be there: Resource busy' },
  });
  t.equal(busy.exitCode, 1);

  world.before = () => {
    throw new Error('Permission denied');
  };
  const blind = await clock.run(start(orderToEnd(), { ...options, clock }).ended);
  t.match(blind.report, {
    outcome: 'left',
    error: { code: 'CHAOS_NOT_ENDED', message: /Permission denied/ },
  });
});

t.test('a signal does not stop it', async (t) => {
  const { clock, world, ...options } = prepare();
  world.things.set('step 1, first half', OTHER);
  world.before = () => agent.interrupt({ reason: 'signal' });
  const agent = start(orderToEnd(), { ...options, clock });
  t.match((await clock.run(agent.ended)).report, { outcome: 'mended', reason: 'asked' });
  t.equal(world.things.size, 0);
});

t.test(
  'where the holder does not answer, what it has set up is undone without it, and that is said',
  async (t) => {
    const { clock, world, lock, ...options } = prepare();
    world.things.set('step 1, first half', OTHER);
    lock.holders.set('signal', () => new Promise(() => {}));
    const silent = {
      ...lock,
      async ask(_name: string, _question: unknown, limitMs: number) {
        await clock.pass(limitMs);
        throw new ChaosError('CHAOS_TIMEOUT', `it was silent for ${limitMs} ms`);
      },
    };
    const { report, exitCode, tookMs } = await start(orderToEnd(), { ...options, lock: silent, clock }).ended;
    t.match(report, {
      outcome: 'left',
      proof: [{ what: 'step 1', gone: true }],
      error: { code: 'CHAOS_NOT_ENDED', message: `it was silent for ${END_ANSWER_LIMIT_MS} ms` },
    });
    t.equal(exitCode, 1);
    t.equal(tookMs, END_ANSWER_LIMIT_MS);
    t.equal(world.things.size, 0);
  },
);

t.test(
  'two that end at once both have the proof, and a fault that begins meanwhile is refused',
  async (t) => {
    const { clock, world, ...options } = prepare();
    world.things.set('step 1, first half', OTHER);
    world.before = ({ name }) => (name.startsWith('undo') ? clock.pass(1_000) : undefined);
    const first = start(orderToEnd(), { ...options, clock });
    const second = start(orderToEnd(OTHER), { ...options, clock });
    const fault = start(orderFor(), { ...options, clock });
    for (const each of [first, second]) {
      t.match((await clock.run(each.ended)).report, {
        outcome: 'mended',
        proof: [{ what: 'step 1', gone: true }],
      });
    }
    t.match((await fault.ended).report, { outcome: 'untouched', error: { code: 'CHAOS_CONFLICT' } });
    t.equal(world.things.size, 0);
  },
);
