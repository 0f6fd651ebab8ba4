/** Calls with a limit: what was given up can do nothing any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { limitCalls } from '../../src/agent/calls.ts';
import type { AgentContext, CommandResult } from '../../src/faults/fault-agent.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const DONE: CommandResult = { exitCode: 0, stdout: '', stderr: '' };

function contextWith(command: AgentContext['command'], signals: string[] = []): AgentContext {
  return {
    run: 'abcd1234',
    command,
    resolve: async () => [],
    readFile: async () => '',
    readLink: async () => '',
    signal: (pid, signal) => void signals.push(`${signal} to ${pid}`),
    env: {},
  };
}

t.test('a call gives what it gives and throws what it throws', async (t) => {
  const { call, context } = limitCalls(
    contextWith(async () => DONE),
    createVirtualClock(),
  );
  t.equal(await call('a call', 1_000, () => context.command('tc', [])), DONE);
  await t.rejects(
    call('a call', 1_000, () => {
      throw new Error('at once');
    }),
    { message: 'at once' },
  );
});

t.test('one that was given up is waited for while it runs a program, and starts no other', async (t) => {
  const clock = createVirtualClock();
  const signals: string[] = [];
  const begun: string[] = [];
  let finish = (_result: CommandResult): void => {};
  const { call, context } = limitCalls(
    contextWith((program) => {
      begun.push(program);
      return new Promise((resolve) => (finish = resolve));
    }, signals),
    clock,
  );
  let refused: unknown;
  const slow = call('setting up', 1_000, async () => {
    await context.command('ip', []);
    t.throws(() => context.signal(7, 'SIGTERM'), { code: 'CHAOS_TIMEOUT' });
    await context.command('tc', []).catch((error: unknown) => (refused = error));
  });
  let isOver = false;
  const over = slow.catch((error: unknown) => {
    isOver = true;
    return error;
  });
  await clock.pass(5_000);
  t.notOk(isOver, 'the program it was running may still do something');
  finish(DONE);
  t.match(await over, { code: 'CHAOS_TIMEOUT', message: 'setting up took longer than 1000 ms' });
  await sleep(0);
  t.match(refused, { code: 'CHAOS_TIMEOUT' });
  t.same(begun, ['ip']);
  t.same(signals, []);
  // Others go on.
  const other = call('undoing', 1_000, () => context.command('iptables', []));
  finish(DONE);
  t.equal(await other, DONE);
});
