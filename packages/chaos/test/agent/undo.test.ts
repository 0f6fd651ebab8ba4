/** Undoing: tried again within limits, and never said to be done where it is not. */
import t from 'tap';
import { UNDO_LIMIT_MS, UNDO_ROUNDS } from '../../src/agent/limits.ts';
import { orderFor, run } from './testing/run-in-memory.ts';
import { createWorld, scriptedFault, type World } from './testing/scripted-fault.ts';

/** Fails the undoing of the second step so many times. */
function stubborn(times: number): { world: World; tries: () => number } {
  let tries = 0;
  const world = createWorld(({ name }) => {
    if (name === 'undo step 2, first half' && ++tries <= times) throw new Error('Resource busy');
  });
  return { world, tries: () => tries };
}

t.test('what fails twice is tried a third time, and the others do not wait for it', async (t) => {
  const { world, tries } = stubborn(2);
  const { report, exitCode, tookMs } = await run(orderFor({ durationMs: 1_000 }), {
    agents: [scriptedFault(world, 3)],
  });
  t.match(report, { outcome: 'mended', reason: 'deadline' });
  t.same(
    report.proof.map(({ gone }) => gone),
    [true, true, true],
  );
  t.equal(exitCode, 0);
  t.equal(tries(), 3);
  t.equal(tookMs, 1_000 + 100 + 200);
  const names = world.operations.map(({ name }) => name);
  t.ok(names.indexOf('undo step 1, done') < names.lastIndexOf('undo step 2, first half'));
});

t.test('what can never be undone is reported as left, with the reason, after a while', async (t) => {
  const { world, tries } = stubborn(Infinity);
  const { report, exitCode, tookMs } = await run(orderFor({ durationMs: 1_000 }), {
    agents: [scriptedFault(world, 3)],
  });
  t.match(report, {
    outcome: 'left',
    reason: 'deadline',
    proof: [
      { what: 'step 3', gone: true },
      { what: 'step 2', gone: false, error: 'Resource busy' },
      { what: 'step 1', gone: true },
    ],
    error: { code: 'CHAOS_NOT_ENDED', message: 'step 2 may still be there: Resource busy' },
  });
  t.equal(exitCode, 1);
  t.equal(tries(), UNDO_ROUNDS);
  t.ok(tookMs <= 1_000 + UNDO_LIMIT_MS, `took ${tookMs} ms`);
  t.equal(world.things.size, 2);
});

t.test('undoing that always hangs ends too, and tries all', async (t) => {
  const world = createWorld(({ name }) => (name.startsWith('undo') ? new Promise(() => {}) : undefined));
  const { report, exitCode, tookMs } = await run(orderFor({ durationMs: 1_000 }), {
    agents: [scriptedFault(world, 3)],
  });
  t.equal(report.outcome, 'left');
  t.equal(exitCode, 1);
  t.ok(tookMs <= 1_000 + UNDO_LIMIT_MS + 3_000, `took ${tookMs} ms`);
  for (const number of [1, 2, 3]) {
    t.ok(world.operations.some(({ name }) => name === `undo step ${number}, first half`));
  }
});

t.test('what can not be read back is not proven gone', async (t) => {
  let isOver = false;
  const world = createWorld(({ name }) => {
    isOver ||= name.startsWith('undo');
    if (isOver && name === 'is there step 1') throw new Error('Permission denied');
  });
  const { report } = await run(orderFor({ durationMs: 1_000 }), { agents: [scriptedFault(world, 2)] });
  t.match(report, {
    outcome: 'left',
    proof: [{ gone: true }, { what: 'step 1', gone: false, error: 'Permission denied' }],
  });
});

t.test('why it was set up only half is told besides what is left', async (t) => {
  const world = createWorld(({ name }) => {
    if (name === 'apply step 2, second half') throw new Error('No space left');
    if (name === 'undo step 2, first half') throw new Error('Resource busy');
  });
  const { report } = await run(orderFor(), { agents: [scriptedFault(world, 3)] });
  t.match(report, {
    outcome: 'left',
    reason: 'error',
    error: { code: 'CHAOS_NOT_ENDED', message: 'step 2 may still be there: Resource busy; No space left' },
  });
});
