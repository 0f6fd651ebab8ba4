import type { Point } from './pen.ts';

/** A way through points as SVG writes it; '' through none. */
export function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, place) => `${place === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join('');
}

function short(length: number): number {
  return Math.round(length * 100) / 100;
}
