import type { Model, Moment } from '@pod-contagion/observatory';
import { canvasPen } from '../drawing/canvas-pen.ts';
import { clearCanvas } from '../drawing/clear-canvas.ts';
import type { Inks } from '../drawing/pen.ts';
import { arrange, cornerOf, placeAt, type Arrangement } from './arrange.ts';
import { drawNames } from './names.ts';
import { EMPTY, Slots, type Grouping } from './slots.ts';
import { drawSprites } from './sprites.ts';

/** What the cells are drawn from. */
export type CellsOf = Readonly<{
  model: Model;
  moment: Moment;
  by: Grouping;
  found: ReadonlySet<number> | undefined;
  inks: Inks;
}>;

const NOTHING = 255;
const UNDRAWN = 254;

/** The cells of all pods on a canvas, of which only those are drawn that have changed. */
export class Cells {
  readonly #context: CanvasRenderingContext2D | null;
  readonly #canvas: HTMLCanvasElement;
  #slots = new Slots();
  #arrangement: Arrangement = arrange([], 1, 1);
  #drawn: Uint8Array[] = [];
  #sprites: HTMLCanvasElement | undefined;
  #drawnFor: unknown[] = [];
  #width = 0;
  #height = 0;
  #ratio = 1;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  get slots(): Slots {
    return this.#slots;
  }

  /** Sizes of the page, in its pixels. */
  resize(width: number, height: number, ratio: number): void {
    this.#width = width;
    this.#height = height;
    this.#ratio = ratio;
    this.#canvas.width = Math.max(1, Math.round(width * ratio));
    this.#canvas.height = Math.max(1, Math.round(height * ratio));
    this.#drawnFor = [];
  }

  /** Draws what has changed. */
  draw(of: CellsOf): void {
    const { model, moment, by, inks, found } = of;
    if (this.#drawnFor[0] !== model.epoch || this.#drawnFor[1] !== by) this.#slots = new Slots();
    const slots = this.#slots;
    slots.follow(model.pods, moment.condition, by);
    const now = [model.epoch, by, slots.version, inks];
    if (now.some((each, place) => each !== this.#drawnFor[place])) {
      this.#drawnFor = now;
      this.#arrange(of);
    }
    slots.groups.forEach(({ rows }, group) => {
      const drawn = this.#drawn[group]!;
      rows.forEach((row, place) => {
        const isDim = found !== undefined && !found.has(row + model.pods.first);
        const what = row === EMPTY ? NOTHING : moment.condition[row]! * 2 + (isDim ? 1 : 0);
        if (drawn[place] === what) return;
        drawn[place] = what;
        this.#drawCell(group, place, what);
      });
    });
  }

  /** Row of the pod at a point of the page, counted from the corner of the canvas; undefined where there is none. */
  rowAt(x: number, y: number): number | undefined {
    const at = placeAt(this.#arrangement, x, y);
    if (at === undefined) return undefined;
    const row = this.#slots.groups[at[0]]?.rows[at[1]] ?? EMPTY;
    return row === EMPTY ? undefined : row;
  }

  /** Row of the pod at a place. */
  rowOf([group, place]: readonly [group: number, place: number]): number | undefined {
    const row = this.#slots.groups[group]?.rows[place] ?? EMPTY;
    return row === EMPTY ? undefined : row;
  }

  placeOf(row: number): readonly [group: number, place: number] | undefined {
    return this.#slots.placeOf(row);
  }

  /** Left and top of a pod's cell, in pixels of the page; undefined where it has none. */
  cornerOf(row: number): readonly [left: number, top: number] | undefined {
    const at = this.#slots.placeOf(row);
    return at === undefined ? undefined : cornerOf(this.#arrangement, ...at);
  }

  #arrange({ inks }: CellsOf): void {
    const { groups } = this.#slots;
    const ratio = this.#ratio;
    this.#arrangement = arrange(
      groups.map(({ rows }) => rows.length),
      this.#width,
      this.#height,
    );
    this.#drawn = groups.map(({ rows }) => new Uint8Array(rows.length).fill(UNDRAWN));
    this.#sprites = drawSprites(Math.round(this.#arrangement.cell * ratio), ratio, inks);
    const context = this.#context;
    if (context === null) return;
    clearCanvas(context);
    context.scale(ratio, ratio);
    drawNames(canvasPen(context), inks, this.#arrangement, groups);
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  #drawCell(group: number, place: number, what: number): void {
    const context = this.#context;
    const sprites = this.#sprites;
    if (context === null || sprites === undefined) return;
    const cell = sprites.height / 2;
    const [left, top] = cornerOf(this.#arrangement, group, place);
    const x = Math.round(left * this.#ratio);
    const y = Math.round(top * this.#ratio);
    context.clearRect(x, y, cell, cell);
    if (what === NOTHING) return;
    context.drawImage(sprites, (what >> 1) * cell, (what & 1) * cell, cell, cell, x, y, cell, cell);
  }
}
