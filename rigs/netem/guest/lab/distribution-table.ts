import { readFile } from 'node:fs/promises';
import { mean, shareOf, standardDeviation } from './numbers.ts';

/** Where Debian has the tables that tc gives to the kernel. */
const FOLDER = '/usr/lib/x86_64-linux-gnu/tc';

/** A table's unit: this many are one jitter (NETEM_DIST_SCALE of linux/pkt_sched.h). */
const SCALE = 8192;

/** What a table makes of a delay: mean and standard deviation in jitters, and the share within half a jitter of 0. */
export type Shape = Readonly<{ mean: number; deviation: number; middle: number }>;

/** The shape of a table of tc, or of netem's own even one. */
export async function shapeOf(distribution: string): Promise<Shape> {
  if (distribution === 'uniform') return { mean: 0, deviation: 1 / Math.sqrt(3), middle: 0.5 };
  const text = await readFile(`${FOLDER}/${distribution}.dist`, 'utf8');
  const values = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.trim().split(/\s+/))
    .filter((word) => word !== '')
    .map((word) => Number(word) / SCALE);
  return {
    mean: mean(values),
    deviation: standardDeviation(values),
    middle: shareOf(values, (value) => Math.abs(value) < 0.5),
  };
}
