/** Looking only. */
import t from 'tap';
import { orderFor, run } from './testing/run-in-memory.ts';
import { createWorld, scriptedFault } from './testing/scripted-fault.ts';

const ORDER = orderFor({ order: 'check', durationMs: undefined } as never);

t.test('what could be set up is checked, and nothing is done', async (t) => {
  const world = createWorld();
  const { report, exitCode, lines } = await run(ORDER, { agents: [scriptedFault(world, 2)] });
  t.match(report, { outcome: 'checked', proof: [] });
  t.equal(exitCode, 0);
  t.same(
    lines.map(({ event }) => event),
    ['begun', 'report'],
  );
  t.same(
    world.operations.map(({ name }) => name),
    ['leftovers', 'plan'],
  );
});

t.test('what could not be says why: refused by the plan, there already, or never answering', async (t) => {
  const refused = createWorld(({ name }) => {
    if (name === 'plan') throw new Error('no such interface');
  });
  const { report, exitCode } = await run(ORDER, { agents: [scriptedFault(refused, 2)] });
  t.match(report, { outcome: 'untouched', error: { code: 'CHAOS_SET_UP', message: 'no such interface' } });
  t.equal(exitCode, 1);

  const taken = createWorld();
  taken.things.set('step 1, first half', 'oooo0000');
  const conflict = await run(ORDER, { agents: [scriptedFault(taken, 2)] });
  t.match(conflict.report, { outcome: 'untouched', error: { code: 'CHAOS_CONFLICT' } });

  const hanging = createWorld(() => new Promise(() => {}));
  const late = await run(ORDER, { agents: [scriptedFault(hanging, 2)] });
  t.match(late.report, { outcome: 'untouched', error: { code: 'CHAOS_TIMEOUT' } });
});
