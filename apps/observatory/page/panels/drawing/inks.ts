import type { Inks } from './pen.ts';

/** The colours of a place on the page, as its theme has them. */
export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const of = (name: string, otherwise: string): string => {
    const value = style.getPropertyValue(name).trim();
    return value === '' ? otherwise : value;
  };
  const ink = style.color;
  const outline = of('--drawing-outline', 'transparent');
  return {
    ink,
    muted: of('--drawing-muted', '#888'),
    ground: of('--drawing-ground', '#111418'),
    accent: of('--drawing-accent', '#fff'),
    outline: outline === 'transparent' ? undefined : outline,
  };
}
