/** What the panels draw with: a canvas, or a file of SVG. Lengths are CSS pixels from the upper left corner. */
export type Pen = Readonly<{
  rect: (x: number, y: number, width: number, height: number, colour: string, alpha?: number) => void;
  circle: (x: number, y: number, radius: number, fill: string, outline?: Stroke) => void;
  line: (fromX: number, fromY: number, toX: number, toY: number, stroke: Stroke) => void;
  /** A line that is bent towards a third point. */
  curve: (from: Point, bend: Point, to: Point, stroke: Stroke) => void;
  /** Made narrower where it would be wider than `mostPx`. */
  text: (x: number, y: number, text: string, colour: string, align?: Align, mostPx?: number) => void;
  /** The four sides of a rectangle. */
  frame: (x: number, y: number, width: number, height: number, stroke: Stroke) => void;
  /** A path as SVG writes it, filled; 'none' for its outline alone. */
  shape: (path: string, fill: string, look?: ShapeLook) => void;
  /** Cells of one size, each of a colour of its own. */
  raster: (x: number, y: number, width: number, height: number, cells: Raster) => void;
}>;

export type Point = Readonly<{ x: number; y: number }>;
export type Align = 'left' | 'middle' | 'right';

/** How a line looks. */
export type Stroke = Readonly<{ colour: string; width?: number; alpha?: number; isDashed?: boolean }>;

/** How a path is drawn; `at` and `scale` are for one that is written in a square of its own. */
export type ShapeLook = Readonly<{ at?: Point; scale?: number; alpha?: number; outline?: Stroke }>;

/** Rows of cells from the top, four bytes each: red, green, blue, and 0 where nothing is drawn. */
export type Raster = Readonly<{ columns: number; rows: number; pixels: Uint8ClampedArray<ArrayBuffer> }>;

/** The colours of a drawing that are not those of conditions. */
export type Inks = Readonly<{
  ink: string;
  muted: string;
  ground: string;
  accent: string;
  /** Around bright bars on a bright ground; undefined where none is needed. */
  outline: string | undefined;
}>;

/** A drawing that can be made anew with any pen, of any size. */
export type Paint = (pen: Pen, width: number, height: number, inks: Inks) => void;

/** The size of all text in drawings. */
export const TEXT_PX = 11;

/** How wide a text is, nearly: a file can't measure one. */
export function widthOf(text: string): number {
  return text.length * 6.2;
}
