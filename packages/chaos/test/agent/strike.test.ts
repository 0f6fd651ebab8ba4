/** A fault that happens at once: no lock, no duration, and a message that is there before it may end the agent. */
import t from 'tap';
import type { AgentReport } from '../../src/agent/lines.ts';
import type { AnyFaultAgent } from '../../src/faults/agents.ts';
import { createMemoryLock } from './testing/memory-lock.ts';
import { orderFor, run, start } from './testing/run-in-memory.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const ORDER = orderFor({ durationMs: undefined } as never);

function momentary(apply: () => Promise<void>): AnyFaultAgent {
  let hits = 0;
  return {
    kind: 'signal',
    momentary: true,
    plan: async () => ({
      steps: [
        {
          what: 'a blow',
          async apply() {
            await apply();
            hits++;
          },
          undo: () => Promise.reject(new Error('expected not to be undone')),
          isThere: () => Promise.reject(new Error('expected not to be read back')),
        },
      ],
      effect: async () => ({ hits, unit: 'signals' }),
    }),
    leftovers: () => Promise.reject(new Error('expected not to be looked for')),
  };
}

t.test('it happens and is counted, and needs no lock', async (t) => {
  const lock = createMemoryLock();
  lock.holders.set('signal', async () => ({ run: 'zzzz9999' }));
  const { report, lines, exitCode, tookMs } = await run(ORDER, { agents: [momentary(async () => {})], lock });
  t.same(
    lines.map(({ event }) => event),
    ['begun', 'applied', 'report'],
  );
  t.match(report, { outcome: 'mended', effect: { hits: 1, unit: 'signals' }, proof: [] });
  t.ok(report.appliedAt);
  t.equal(exitCode, 0);
  t.equal(tookMs, 0);
});

t.test('the message is there before the blow, for an agent that does not live to write it', async (t) => {
  const agents = [momentary(() => new Promise(() => {}))];
  const clock = createVirtualClock();
  const struck = start(ORDER, { agents, clock });
  await clock.pass(1);
  t.equal(struck.messages.length, 1);
  const message = JSON.parse(struck.messages[0] ?? '') as AgentReport;
  t.match(message, { event: 'report', outcome: 'mended', effect: { hits: 1, unit: 'signals' } });
});

t.test('one that fails says so, over the message that was there before', async (t) => {
  const agents = [momentary(() => Promise.reject(new Error('no such process')))];
  const { report, exitCode } = await run(ORDER, { agents });
  t.match(report, {
    outcome: 'untouched',
    reason: 'error',
    error: { code: 'CHAOS_SET_UP', message: 'no such process' },
  });
  t.notOk(report.effect);
  t.equal(exitCode, 1);
});

t.test('ending others does not look for it', async (t) => {
  const order = JSON.stringify({ version: 1, order: 'end', run: 'eeeeeeee' });
  const { report } = await run(order, { agents: [momentary(async () => {})] });
  t.match(report, { outcome: 'untouched', proof: [] });
});
