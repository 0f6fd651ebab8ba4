/** The life of one fault in memory: what ends it, what is said, and what is refused. */
import t from 'tap';
import type { AnyFaultAgent } from '../../src/faults/agents.ts';
import type { FaultStep } from '../../src/faults/fault-agent.ts';
import type { FaultSpec } from '../../src/faults/fault-spec.ts';
import { createMemoryLock } from './testing/memory-lock.ts';
import { orderFor, run, RUN, start } from './testing/run-in-memory.ts';
import { createWorld, scriptedFault } from './testing/scripted-fault.ts';
import { createVirtualClock, START_MS } from './testing/virtual-clock.ts';

t.test('a fault lasts until its deadline, is counted, undone in reverse and proven gone', async (t) => {
  const world = createWorld();
  const { lines, report, exitCode, tookMs } = await run(orderFor({ durationMs: 12_000 }), {
    agents: [scriptedFault(world, 2)],
  });
  t.same(
    lines.map(({ event }) => event),
    ['begun', 'applied', 'effect', 'effect', 'ending', 'report'],
  );
  t.match(lines[1], {
    run: RUN,
    at: '2026-01-01T00:00:00.000Z',
    endsAt: '2026-01-01T00:00:12.000Z',
    steps: ['step 1', 'step 2'],
  });
  t.match(lines[4], { reason: 'deadline' });
  t.match(report, {
    outcome: 'mended',
    reason: 'deadline',
    appliedAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:00:12.000Z',
    effect: { unit: 'packets' },
    proof: [
      { what: 'step 2', gone: true },
      { what: 'step 1', gone: true },
    ],
  });
  t.notOk(report.error);
  t.equal(exitCode, 0);
  t.equal(tookMs, 12_000);
  t.equal(world.things.size, 0);
  const names = world.operations.map(({ name }) => name);
  const undoneAt = names.indexOf('undo step 2, first half');
  t.equal(names[undoneAt - 1], 'effect', 'it is counted once more right before it is undone');
  t.ok(undoneAt < names.indexOf('undo step 1, first half'));
});

for (const reason of ['signal', 'error'] as const) {
  t.test(`an active fault is ended by a ${reason}, and only once`, async (t) => {
    const clock = createVirtualClock();
    const world = createWorld();
    const agent = start(orderFor(), { agents: [scriptedFault(world, 2)], clock });
    await clock.pass(7_000);
    t.equal(world.things.size, 4);
    agent.interrupt(reason === 'signal' ? { reason } : { reason, error: new Error('a defect') });
    agent.interrupt({ reason: 'signal' });
    const { report, exitCode, tookMs } = await clock.run(agent.ended);
    t.match(report, { outcome: 'mended', reason });
    t.equal(report.error?.message, reason === 'error' ? 'a defect' : undefined);
    t.equal(exitCode, reason === 'error' ? 1 : 0);
    t.equal(tookMs, 7_000);
    t.equal(world.things.size, 0);
  });
}

t.test('a part that somebody else removes ends it, and the rest is undone', async (t) => {
  const clock = createVirtualClock();
  const world = createWorld();
  const agent = start(orderFor(), { agents: [scriptedFault(world, 2)], clock });
  await clock.pass(1_000);
  world.things.delete('step 1, first half');
  world.things.delete('step 1, second half');
  const { report, exitCode, tookMs } = await clock.run(agent.ended);
  t.match(report, { outcome: 'mended', reason: 'vanished' });
  t.equal(exitCode, 0);
  t.equal(tookMs, 5_000);
  t.equal(world.things.size, 0);
});

t.test('a look that fails or hangs does not end it, and does not put off its end', async (t) => {
  let isActive = false;
  const world = createWorld(({ name }) => {
    if (name === 'effect') isActive = false;
    if (isActive && name === 'is there step 1') return new Promise(() => {});
    if (isActive && name === 'is there step 2') throw new Error('not now');
    return undefined;
  });
  const { report, tookMs } = await run(orderFor({ durationMs: 7_000 }), {
    agents: [scriptedFault(world, 2)],
    write: (line) => (isActive ||= line.includes('"applied"')),
  });
  t.match(report, { outcome: 'mended', reason: 'deadline' });
  t.equal(tookMs, 7_000);
});

t.test('one that comes too late touches nothing, also when planning takes too long', async (t) => {
  const clock = createVirtualClock();
  const world = createWorld();
  const agents = [scriptedFault(world, 2)];
  const late = await run(orderFor({ beginBeforeMs: START_MS }), { agents, clock });
  t.match(late.report, { outcome: 'untouched', reason: 'error', error: { code: 'CHAOS_AGENT_NOT_STARTED' } });
  t.equal(late.exitCode, 1);
  t.same(
    world.operations.map(({ name }) => name),
    ['leftovers'],
  );

  world.before = ({ name }) => (name === 'plan' ? clock.pass(2_000) : undefined);
  const slow = start(orderFor({ beginBeforeMs: clock.nowMs() + 1_000 }), { agents, clock });
  t.match((await slow.ended).report, { outcome: 'untouched', error: { code: 'CHAOS_AGENT_NOT_STARTED' } });
  t.equal(world.things.size, 0);
});

t.test(
  'what a former life of its run left is undone first, and also where it is too late to go on',
  async (t) => {
    for (const beginBeforeMs of [START_MS + 60_000, START_MS]) {
      const world = createWorld();
      world.things.set('step 1, first half', RUN);
      const { report } = await run(orderFor({ beginBeforeMs, durationMs: 1_000 }), {
        agents: [scriptedFault(world, 2)],
      });
      const isLate = beginBeforeMs === START_MS;
      t.match(report, isLate ? { error: { code: 'CHAOS_AGENT_NOT_STARTED' } } : { outcome: 'mended' });
      t.equal(world.things.size, 0);
    }
  },
);

t.test('but not where it may be of another pod of the run, which is at work', async (t) => {
  const world = createWorld();
  world.things.set('step 1, first half', RUN);
  const fault = { kind: 'fill-disk', volume: 'data', bytes: 1_048_576 };
  const agent = { ...scriptedFault(world, 2), kind: 'fill-disk' } as unknown as AnyFaultAgent;
  const { report } = await run(orderFor({ fault: fault as unknown as FaultSpec }), { agents: [agent] });
  t.match(report, { outcome: 'untouched', error: { code: 'CHAOS_CONFLICT' } });
  t.equal(world.things.size, 1);
});

t.test('a second one is refused while one is active, and so is one where something was left', async (t) => {
  const clock = createVirtualClock();
  const lock = createMemoryLock();
  const world = createWorld();
  const agents = [scriptedFault(world, 1)];
  const first = start(orderFor(), { agents, clock, lock });
  await clock.pass(1_000);
  for (const order of ['fault', 'check'] as const) {
    const spec = order === 'check' ? { durationMs: undefined } : {};
    const second = await start(orderFor({ run: 'zzzz9999', order, ...spec } as never), {
      agents,
      clock,
      lock,
    }).ended;
    t.match(second.report, { run: 'zzzz9999', outcome: 'untouched', error: { code: 'CHAOS_CONFLICT' } });
    t.match(second.report.error?.message, /run abcd1234.*pod-chaos cleanup/);
    t.equal(second.exitCode, 1);
  }
  t.match((await clock.run(first.ended)).report, { outcome: 'mended', reason: 'deadline' });

  world.things.set('step 1, second half', 'oooo0000');
  const third = await run(orderFor(), { agents, clock, lock });
  t.match(third.report, { outcome: 'untouched', error: { code: 'CHAOS_CONFLICT' } });
  t.match(third.report.error?.message, /step 1 of run oooo0000.*pod-chaos cleanup/);
  t.equal(world.things.size, 1, 'what others left is not touched');
});

t.test('a plan that is refused says why; a step that does not show is a failure', async (t) => {
  const refusing = createWorld(({ name }) => {
    if (name === 'plan') throw new Error('no such interface');
  });
  const { report } = await run(orderFor(), { agents: [scriptedFault(refusing, 1)] });
  t.match(report, { outcome: 'untouched', error: { code: 'CHAOS_SET_UP', message: 'no such interface' } });

  const forgetful = createWorld(({ name }) => {
    if (name.startsWith('is there')) forgetful.things.clear();
  });
  const failed = await run(orderFor(), { agents: [scriptedFault(forgetful, 2)] });
  t.match(failed.report, { outcome: 'mended', reason: 'error', error: { code: 'CHAOS_SET_UP' } });
  t.match(failed.report.error?.message, 'expected step 1 to be there');
  t.equal(failed.exitCode, 1);
  t.notOk(failed.report.appliedAt);
});

t.test('a signal in the middle of setting up stops it there', async (t) => {
  const clock = createVirtualClock();
  const world = createWorld(({ name }) => {
    if (name === 'apply step 2, second half') agent.interrupt({ reason: 'signal' });
  });
  const agent = start(orderFor(), { agents: [scriptedFault(world, 3)], clock });
  const { report, exitCode, tookMs } = await clock.run(agent.ended);
  t.match(report, { outcome: 'mended', reason: 'signal' });
  t.same(
    report.proof.map(({ what }) => what),
    ['step 2', 'step 1'],
  );
  t.notOk(report.appliedAt);
  t.notOk(world.operations.some(({ name }) => name.startsWith('apply step 3')));
  t.equal(world.things.size, 0);
  t.equal(exitCode, 0);
  t.equal(tookMs, 0);
});

t.test('a signal before anything is there leaves it at that, once the plan has looked', async (t) => {
  const clock = createVirtualClock();
  const world = createWorld(({ name }) => {
    if (name !== 'plan') return undefined;
    agent.interrupt({ reason: 'signal' });
    return clock.pass(3_000);
  });
  const agent = start(orderFor(), { agents: [scriptedFault(world, 3)], clock });
  const { report, exitCode, tookMs } = await agent.ended;
  t.match(report, { outcome: 'untouched', reason: 'signal', proof: [] });
  t.equal(exitCode, 1);
  t.equal(tookMs, 3_000);
});

t.test('a log that throws changes nothing', async (t) => {
  const world = createWorld();
  const { report, exitCode } = await run(orderFor({ durationMs: 6_000 }), {
    agents: [scriptedFault(world, 1)],
    write: () => {
      throw new Error('EPIPE');
    },
  });
  t.match(report, { outcome: 'mended', reason: 'deadline' });
  t.equal(exitCode, 0);
  t.equal(world.things.size, 0);
});

t.test(
  'a step that is applied is told when the fault would be over, for rules that the kernel ends',
  async (t) => {
    const clock = createVirtualClock();
    const world = createWorld(({ name }) =>
      name.startsWith('apply step 1') ? clock.pass(1_000) : undefined,
    );
    const told: (number | undefined)[] = [];
    const scripted = scriptedFault(world, 2);
    const telling: typeof scripted = {
      ...scripted,
      async plan(spec, context) {
        const { steps, effect } = await scripted.plan(spec, context);
        const tell = (step: FaultStep): FaultStep => ({
          ...step,
          apply() {
            told.push(context.deadlineMs);
            return step.apply();
          },
        });
        return { steps: steps.map(tell), effect };
      },
    };
    await clock.run(start(orderFor({ durationMs: 9_000 }), { agents: [telling], clock }).ended);
    t.same(told, [START_MS + 9_000, START_MS + 3_000 + 9_000]);
  },
);
