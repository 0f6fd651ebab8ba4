import type { Inks, Pen } from '../drawing/pen.ts';
import type { Arrangement } from './arrange.ts';
import type { Group } from './slots.ts';

/** The name of each group above its cells, and how many there are. */
export function drawNames(
  pen: Pen,
  inks: Inks,
  { blocks, pitch, hasNames }: Arrangement,
  groups: readonly Group[],
): void {
  if (!hasNames) return;
  for (const [group, { left, top, columns }] of blocks.entries()) {
    const { name = '', rows } = groups[group] ?? { rows: [] };
    const text = `${name === '' ? 'none' : name} · ${rows.length}`;
    pen.text(left, top - 3, text, inks.muted, 'left', columns * pitch);
  }
}
