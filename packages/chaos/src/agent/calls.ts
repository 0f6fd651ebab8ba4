import { AsyncLocalStorage } from 'node:async_hooks';
import { ChaosError } from '../errors.ts';
import type { AgentContext } from '../faults/fault-agent.ts';
import { pause, type AgentClock } from './clock.ts';
import { COMMAND_LIMIT_MS } from './limits.ts';

/** One call of a fault's part: whether it was given up, and the programs it is running. */
type Scope = { givenUp: boolean; readonly running: Set<Promise<unknown>> };

/** Calls of a fault's part, each with a limit of time. */
export type Calls = Readonly<{
  /** The context for the fault's part: it refuses whatever a call that was given up still wants to do. */
  context: AgentContext;
  /**
   * Waits for `action`, no longer than `limitMs` and the program it is running then.
   * @throws {ChaosError} CHAOS_TIMEOUT, naming `what`; else whatever `action` throws
   */
  call: <T>(what: string, limitMs: number, action: () => Promise<T>) => Promise<T>;
}>;

/**
 * Gives every call of a fault's part a limit. A set-up that is given up could otherwise put something there after it
 * has been undone: so its programs are waited for, and it can't start another.
 */
export function limitCalls(context: AgentContext, clock: AgentClock): Calls {
  const scopes = new AsyncLocalStorage<Scope>();

  const allow = (what: string): Scope | undefined => {
    const scope = scopes.getStore();
    if (scope?.givenUp !== true) return scope;
    throw new ChaosError('CHAOS_TIMEOUT', `${what} is not done any more: it was given up`);
  };

  const command: AgentContext['command'] = async (program, args, input) => {
    const scope = allow(program);
    const result = context.command(program, args, input);
    scope?.running.add(result);
    try {
      return await result;
    } finally {
      scope?.running.delete(result);
    }
  };

  const signal: AgentContext['signal'] = (pid, name) => {
    allow(name);
    context.signal(pid, name);
  };

  const call: Calls['call'] = async (what, limitMs, action) => {
    const scope: Scope = { givenUp: false, running: new Set() };
    let settled = false;
    const result = scopes.run(scope, async () => action());
    const settling = result.then(
      () => (settled = true),
      () => (settled = true),
    );
    await pause(clock, limitMs, settling);
    if (!settled) {
      scope.givenUp = true;
      await pause(clock, COMMAND_LIMIT_MS, Promise.allSettled(scope.running));
      throw new ChaosError('CHAOS_TIMEOUT', `${what} took longer than ${limitMs} ms`);
    }
    return result;
  };

  return { context: { ...context, command, signal }, call };
}
