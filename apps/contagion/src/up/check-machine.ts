import { memoryWarning } from './memory.ts';
import { checkOpenFiles, openFilesLimit } from './open-files.ts';
import type { UpPlan } from './plan.ts';

/** Looks whether this machine has room for a plan: warns of too little memory, and throws CONTAGION_OPEN_FILES. */
export async function checkMachine(
  { wanted }: Pick<UpPlan, 'wanted'>,
  warn: (line: string) => void,
): Promise<void> {
  checkOpenFiles(wanted, await openFilesLimit());
  const warning = memoryWarning(wanted, process.availableMemory());
  if (warning !== undefined) warn(warning);
}
