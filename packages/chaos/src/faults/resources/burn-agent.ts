import { availableParallelism } from 'node:os';
import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../../errors.ts';
import type { AgentContext, Effect, FaultAgent, FaultPlan, LetGo } from '../fault-agent.ts';
import { judgeBurn } from './burn-effect.ts';
import { readCpuLevels } from './cgroup/read.ts';
import { describeResourceFault } from './describe.ts';
import type { BurnFaultSpec } from './spec.ts';
import { THREAD_TIMES } from './threads/burn.ts';
import { createAccount, readAccount } from './threads/orders.ts';
import { runsAny } from './threads/runs-any.ts';
import { startThread, type Thread } from './threads/start-thread.ts';

/** The agent's part of a burn: a thread for each core, which ends with the agent, however that ends. */
export const burnAgent: FaultAgent<BurnFaultSpec> = {
  kind: 'burn',
  plan,
  leftovers: async () => [],
};

async function plan(spec: BurnFaultSpec, context: AgentContext): Promise<FaultPlan> {
  await check(spec, context);
  const before = await throttledPeriods(context);
  const accounts = Array.from({ length: spec.cores }, createAccount);
  const { promise: letGo, resolve: fail } = Promise.withResolvers<LetGo>();
  let threads: readonly Thread[] = [];
  const start = async (account: SharedArrayBuffer): Promise<void> => {
    const thread = await startThread({ do: 'burn', percent: spec.percent, account });
    threads = [...threads, thread];
    void thread.ended.then((error) => error !== undefined && fail({ error }));
  };
  return {
    steps: [
      {
        what: describeResourceFault(spec),
        apply: async () => void (await Promise.all(accounts.map(start))),
        undo: async () => void (await Promise.all(threads.map((thread) => thread.end()))),
        isThere: () => runsAny(threads, context),
      },
    ],
    effect: async (): Promise<Effect> => {
      const throttled = (await throttledPeriods(context)) - before;
      return judgeBurn(spec, accounts.map(readAccount), throttled);
    },
    letGo,
  };
}

async function check({ cores }: BurnFaultSpec, { readFile }: AgentContext): Promise<void> {
  const processors = availableParallelism();
  if (cores > processors) {
    throw new ChaosError(
      'CHAOS_SET_UP',
      `expected at most ${processors} cores, which is what this pod can use of its node, got ${cores}`,
    );
  }
  try {
    await readFile(THREAD_TIMES);
  } catch (cause) {
    throw new ChaosError(
      'CHAOS_SET_UP',
      `expected a kernel that counts the processor time of each thread (${THREAD_TIMES}), got ${describeError(cause)}`,
      { cause },
    );
  }
}

/** In how many periods the cgroups of the agent were stopped, as far as it sees them. */
async function throttledPeriods({ readFile }: AgentContext): Promise<number> {
  const levels = await readCpuLevels(readFile);
  return levels.reduce((sum, level) => sum + level.throttledPeriods, 0);
}
