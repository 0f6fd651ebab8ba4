/** Where a group stands, in pixels. */
export type Block = Readonly<{
  left: number;
  /** Top of its first row of cells; its name is above. */
  top: number;
  columns: number;
  count: number;
}>;

export type Arrangement = Readonly<{
  /** Side of a cell with what is between two of them. */
  pitch: number;
  /** Side of what is drawn of it. */
  cell: number;
  hasNames: boolean;
  blocks: readonly Block[];
}>;

const LARGEST_PX = 56;
const SMALLEST_PX = 2;
/** Between groups; less where cells are smaller than this. */
const BETWEEN_PX = 6;

/** Around all of it, so that a ring around a cell at the edge is whole. */
const MARGIN_PX = 4;
const NAME_PX = 14;

/** A group that is narrower than this has no room for its name. */
const NAME_WIDTH_PX = 44;

/** Places groups of cells in a box, side by side and in rows, with the largest cells for which there is room. */
export function arrange(counts: readonly number[], fullWidth: number, fullHeight: number): Arrangement {
  const width = fullWidth - 2 * MARGIN_PX;
  const height = fullHeight - MARGIN_PX;
  for (let pitch = LARGEST_PX; pitch > SMALLEST_PX; pitch--) {
    // Names are worth a little of the size, yet not their place where cells would be dots.
    const found =
      fit(counts, width, height, pitch, true) ??
      (pitch < 7 ? fit(counts, width, height, pitch, false) : undefined);
    if (found !== undefined) return found;
  }
  return (
    fit(counts, width, Infinity, SMALLEST_PX, false) ?? { pitch: 1, cell: 1, hasNames: false, blocks: [] }
  );
}

function fit(
  counts: readonly number[],
  width: number,
  height: number,
  pitch: number,
  hasNames: boolean,
): Arrangement | undefined {
  const between = Math.min(BETWEEN_PX, pitch);
  const most = Math.min(counts.length, Math.max(1, Math.floor((width + between) / (pitch + between))));
  for (let across = 1; across <= most; across++) {
    const room = Math.floor((width - between * (across - 1)) / across);
    if (hasNames && across > 1 && room < NAME_WIDTH_PX) return undefined;
    const columns = Math.floor(room / pitch);
    if (columns < 1) return undefined;
    const blocks = place(counts, across, columns, pitch, hasNames);
    if (heightOf(blocks, pitch) <= height) {
      return { pitch, cell: pitch >= 4 ? pitch - 1 : pitch, hasNames, blocks };
    }
  }
  return undefined;
}

function place(
  counts: readonly number[],
  across: number,
  columns: number,
  pitch: number,
  hasNames: boolean,
): Block[] {
  const blocks: Block[] = [];
  const between = Math.min(BETWEEN_PX, pitch);
  let top = hasNames ? 0 : MARGIN_PX;
  for (let first = 0; first < counts.length; first += across) {
    const shelf = counts.slice(first, first + across);
    if (hasNames) top += NAME_PX;
    shelf.forEach((count, index) => {
      blocks.push({ left: MARGIN_PX + index * (columns * pitch + between), top, columns, count });
    });
    top += Math.ceil(Math.max(...shelf) / columns) * pitch + between;
  }
  return blocks;
}

function heightOf(blocks: readonly Block[], pitch: number): number {
  return blocks.reduce(
    (most, { top, columns, count }) => Math.max(most, top + Math.ceil(count / columns) * pitch),
    0,
  );
}

/** Left and top of a place. */
export function cornerOf(
  { pitch, blocks }: Arrangement,
  group: number,
  at: number,
): readonly [left: number, top: number] {
  const block = blocks[group];
  if (block === undefined) return [0, 0];
  const { left, top, columns } = block;
  return [left + (at % columns) * pitch, top + Math.floor(at / columns) * pitch];
}

/** The group and the place at a point; undefined where there is none. */
export function placeAt(
  { pitch, blocks }: Arrangement,
  x: number,
  y: number,
): readonly [group: number, place: number] | undefined {
  for (const [group, { left, top, columns, count }] of blocks.entries()) {
    const column = Math.floor((x - left) / pitch);
    const row = Math.floor((y - top) / pitch);
    if (column < 0 || row < 0 || column >= columns) continue;
    const at = row * columns + column;
    if (at < count) return [group, at];
  }
  return undefined;
}

/** The place that an arrow leads to from another: the next in that direction, over what is between groups. */
export function neighbour(
  arrangement: Arrangement,
  from: readonly [group: number, place: number],
  [right, down]: readonly [right: number, down: number],
): readonly [group: number, place: number] {
  const { pitch, blocks } = arrangement;
  const [left, top] = cornerOf(arrangement, ...from);
  const far = blocks.reduce(
    (most, block) => Math.max(most, block.left + block.columns * pitch, block.top + block.count * pitch),
    0,
  );
  for (let way = pitch; way <= far; way += Math.max(1, pitch / 2)) {
    const found = placeAt(arrangement, left + pitch / 2 + right * way, top + pitch / 2 + down * way);
    if (found !== undefined && (found[0] !== from[0] || found[1] !== from[1])) return found;
  }
  return from;
}
