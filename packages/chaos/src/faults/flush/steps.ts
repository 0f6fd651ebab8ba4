import { ChaosError } from '../../errors.ts';
import type { AgentContext, FaultStep } from '../fault-agent.ts';
import { flushTable, readRules, restoreRules } from './backend.ts';
import { countMissing, whatIsMissing, type Missing } from './missing.ts';
import { restoreInput } from './restore-input.ts';
import { NO_CHAINS } from './ruleset.ts';
import {
  formatSnapshot,
  nodeOf,
  parseSnapshot,
  snapshotFile,
  type Flushed,
  type KeptSnapshot,
} from './snapshot.ts';

/** Told what was done. */
export type StepListener = Readonly<{
  onFlushed?: () => void;
  onRestored?: (restored: Readonly<{ chains: number; rules: number }>) => void;
}>;

/**
 * The step that keeps the snapshot where it outlives this pod. It is the first to be done and the last to be undone: only
 * once nothing that it holds is missing any more.
 */
export function keepStep(
  context: AgentContext,
  run: string,
  kept: Pick<KeptSnapshot, 'fault' | 'snapshot'>,
  flushed: readonly Flushed[],
): FaultStep {
  const node = nodeOf(context);
  const file = snapshotFile(run);
  return {
    what: `snapshot ${file} on the node`,
    apply: async () => {
      await node.write(file, await formatSnapshot({ ...context, run }, kept));
      if (parseSnapshot(await node.read(file))?.run === run) return;
      throw new ChaosError(
        'CHAOS_SET_UP',
        `expected ${file} to hold the snapshot once it was written, it does not`,
      );
    },
    undo: async () => {
      for (const each of flushed) {
        if (countMissing(await missingNow(context, each)) === 0) continue;
        throw new ChaosError(
          'CHAOS_NOT_ENDED',
          `${file} is kept on the node: ${each.name} (${each.backend.name}) is not whole yet`,
        );
      }
      await node.remove(file);
    },
    isThere: async () => (await node.list()).includes(file),
  };
}

/** The step that flushes one table; undone, nothing that it held is missing. */
export function flushStep(
  context: AgentContext,
  flushed: Flushed,
  deleteChains: boolean,
  { onFlushed, onRestored }: StepListener = {},
): FaultStep {
  const { backend, name } = flushed;
  return {
    what: `${backend.iptables} -t ${name} -F${deleteChains ? ' and -X' : ''}`,
    mayVanish: true,
    apply: async () => {
      await flushTable(context, backend, name, deleteChains);
      onFlushed?.();
    },
    undo: async () => {
      const missing = await missingNow(context, flushed);
      if (countMissing(missing) === 0) return;
      await restoreRules(context, backend, restoreInput(name, missing));
      onRestored?.({ chains: missing.chains.length, rules: missing.rules.length });
    },
    isThere: async () => countMissing(await missingNow(context, flushed)) > 0,
  };
}

async function missingNow(context: AgentContext, { backend, name, before }: Flushed): Promise<Missing> {
  const now = await readRules(context, backend);
  return whatIsMissing(before, now.get(name) ?? NO_CHAINS);
}
