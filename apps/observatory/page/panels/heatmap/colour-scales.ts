/**
 * From nothing to most: dark blue over grey to yellow, much as cividis (Nunez et al. 2018), which looks the same to those who see red and
 * green alike, and grows lighter all the way.
 */
const STOPS: readonly (readonly [red: number, green: number, blue: number])[] = [
  [40, 80, 150],
  [66, 90, 135],
  [98, 106, 118],
  [137, 130, 121],
  [178, 162, 111],
  [220, 195, 90],
  [253, 231, 55],
];

type Colour = readonly [red: number, green: number, blue: number];

/** The colour of a share, 0 to 1. */
export function sequential(share: number): Colour {
  const place = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
  const below = STOPS[Math.floor(place)] ?? STOPS[0]!;
  const above = STOPS[Math.ceil(place)] ?? below;
  const rest = place - Math.floor(place);
  return [0, 1, 2].map((part) =>
    Math.round(below[part]! * (1 - rest) + above[part]! * rest),
  ) as unknown as Colour;
}

/** The place of a count on a scale of logarithms: 0 for one, 1 for the most. */
export function logShare(count: number, most: number): number {
  return most <= 1 ? 1 : Math.log(count) / Math.log(most);
}

/** A colour as SVG and canvases write it. */
export function written([red, green, blue]: Colour): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** What lies behind them, in all themes: on a white ground the most would look like nothing. */
export const SEQUENTIAL_GROUND = '#171b21';
