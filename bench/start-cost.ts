import { processorMs, start } from './process.ts';
import type { Variant } from './variants.ts';

/** Processor time of one start, in milliseconds, until the first 200 or, where nothing is served, until idle. */
export async function startCost(variant: Variant | undefined): Promise<number> {
  const { pid, end } = await start(variant);
  const cost = processorMs(pid);
  await end();
  return cost;
}
