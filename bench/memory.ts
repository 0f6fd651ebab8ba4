import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './process.ts';
import type { Variant } from './variants.ts';

/** How long after the last has started memory is read: what is freed after a start has been by then. */
const SETTLE_MS = 3000;

/** Mean memory of each of `count` processes that run side by side, in bytes. */
export async function memoryOf(
  variant: Variant | undefined,
  count: number,
): Promise<{ pss: number; rss: number }> {
  const running = [];
  for (let index = 0; index < count; index++) running.push(await start(variant));
  await sleep(SETTLE_MS);
  const rollups = running.map(({ pid }) => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  await Promise.all(running.map(({ end }) => end()));
  const mean = (field: string): number =>
    rollups.reduce(
      (sum, text) => sum + Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]),
      0,
    ) *
    (1024 / count);
  return { pss: mean('Pss'), rss: mean('Rss') };
}
