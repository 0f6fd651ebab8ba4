import type { Page } from 'playwright-core';

type Rgb = readonly [red: number, green: number, blue: number];

/** A swatch of the legend as it is on the screen. */
export type Swatch = Readonly<{
  /** Whether it is drawn as filled with a colour. */
  isFilled: boolean;
  /** Its pixels, row by row; the first row and column are those of its upper left corner. */
  rows: readonly (readonly Rgb[])[];
  /** A pixel of the ground to its left. */
  ground: Rgb;
}>;

/** How far to the left of a swatch its ground is looked at, in pixels. */
const BESIDE_PX = 4;

/** What the swatches of the legend look like on the screen, in their order. */
export async function swatchesOf(page: Page): Promise<Swatch[]> {
  const shot = (await page.screenshot()).toString('base64');
  return page.evaluate(
    async ([base64, beside]) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${base64}`;
      await picture.decode();
      const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
      context.drawImage(picture, 0, 0);
      const pixel = (x: number, y: number): Rgb => {
        const [red = 0, green = 0, blue = 0] = context.getImageData(x, y, 1, 1).data;
        return [red, green, blue];
      };
      return [...document.querySelectorAll('.counters .swatch')].map((each): Swatch => {
        const { left, top, width, height } = each.getBoundingClientRect();
        const places = (length: number) => Array.from({ length: Math.floor(length) }, (_, place) => place);
        return {
          isFilled: each.querySelector('.filled') !== null,
          rows: places(height).map((y) => places(width).map((x) => pixel(left + x, top + y))),
          ground: pixel(left - beside, top + beside),
        };
      });
    },
    [shot, BESIDE_PX] as const,
  );
}
