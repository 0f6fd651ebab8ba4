import { elementsOf, parseXml } from '../../../../scripts/testing/xml.ts';

/** All texts of a plot as a parser of XML finds them; throws where it is no XML, or a number is none. */
export function textsOf(svg: string): string[] {
  const document = parseXml(svg);
  if (/NaN|undefined|Infinity/.test(svg)) throw new Error('expected numbers');
  return elementsOf(document, 'title, desc, text').map(({ textContent }) => textContent);
}

/** The points of a path of straight lines, as pixels. */
export function pointsOf(d: string | null | undefined): (readonly [x: number, y: number])[] {
  return [...(d ?? '').matchAll(/[ML](-?[0-9.]+),(-?[0-9.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}
