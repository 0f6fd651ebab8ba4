import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '@pod-contagion/errors';
import { ChaosError } from '../../errors.ts';
import type { AgentContext, FaultAgent, FaultPlan, FaultStep, Leftover, LetGo } from '../fault-agent.ts';
import { formatBytes } from './describe.ts';
import { diskBounds, tightestDisk } from './disk-bounds.ts';
import { createDiskFiller } from './disk-filler.ts';
import { diskUsage, readFileSystem } from './read-disk.ts';
import type { FillDiskFaultSpec } from './spec.ts';
import { fillFile, folderOf, runOfFile, volumeFolders } from './volumes.ts';

/** The agent's part of a fill of a disk: a file that is really written, of a name by which any other agent finds it. */
export const diskAgent: FaultAgent<FillDiskFaultSpec> = { kind: 'fill-disk', plan, leftovers };

async function plan(spec: FillDiskFaultSpec, context: AgentContext): Promise<FaultPlan> {
  const folder = folderOf(spec.volume, context.env);
  const file = fillFile(folder, context.run);
  await check(spec, folder, file);
  const { promise: letGo, resolve } = Promise.withResolvers<LetGo>();
  const filler = createDiskFiller(spec, { folder, file }, resolve);
  return {
    steps: [
      {
        ...removable(file),
        apply: filler.begin,
        undo: async () => {
          await filler.end();
          await rm(file, { force: true });
        },
      },
    ],
    effect: filler.effect,
    letGo,
  };
}

async function check(spec: FillDiskFaultSpec, folder: string, file: string): Promise<void> {
  const readings = { ...(await readFileSystem(folder)), usedBytes: await diskUsage(folder, file) };
  const bounds = diskBounds(readings, spec.evictsAtBytes, spec.untilEvicted === true);
  const bound = tightestDisk(bounds);
  if (bound === undefined || spec.bytes <= bound.roomBytes) return;
  const lift =
    spec.untilEvicted === true
      ? 'no flag lifts this, as others have this disk too'
      : '--until-evicted lifts what is not of the node';
  throw new ChaosError(
    'CHAOS_REFUSED',
    `expected room for ${formatBytes(spec.bytes)} in volume ${spec.volume}, got ${formatBytes(Math.max(0, bound.roomBytes))}: ${bound.words}; ${lift}`,
  );
}

async function leftovers({ env }: AgentContext): Promise<readonly Leftover[]> {
  const found: Leftover[] = [];
  for (const folder of volumeFolders(env).values()) {
    for (const name of await readdir(folder)) {
      const run = runOfFile(name);
      if (run === undefined) continue;
      const step = removable(join(folder, name));
      found.push({ what: step.what, run, step });
    }
  }
  return found;
}

/** A file as a step that can't be done again, but undone. */
function removable(file: string): FaultStep {
  return {
    what: `file ${file}`,
    apply: async () => {},
    undo: () => rm(file, { force: true }),
    isThere: () =>
      lstat(file).then(
        () => true,
        (error: unknown) => {
          if (systemCode(error) === 'ENOENT') return false;
          throw error;
        },
      ),
  };
}
