import type { Effect } from '../fault-agent.ts';
import { TOLERANCE_POINTS } from './limits.ts';

/** Whether a level is what was asked, within five points of per cent. */
export function isNear({ asked, reached, unit }: NonNullable<Effect['level']>): boolean {
  const points = unit === 'bytes' ? (100 * (reached - asked)) / asked : reached - asked;
  return Math.abs(points) <= TOLERANCE_POINTS;
}
