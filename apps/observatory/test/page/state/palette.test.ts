/** What is no text stands out from its ground by 3:1 at least (WCAG 2.2, 1.4.11), in both themes, by the colours themselves. */
import { readFileSync } from 'node:fs';
import { CODE } from '@pod-contagion/observatory';
import { CONDITIONS } from '@pod-contagion/epidemic';
import t from 'tap';
import { ink, type Ink } from '../../../page/state/appearance.ts';
import { MARK_COLOURS, MARKS } from '../../../page/state/marks.ts';
import { COLOURS } from '../../../page/state/palette.ts';
import { theme } from '../../../page/state/store.ts';

const LEAST = 3;
const LEAST_OF_TEXT = 4.5;
const CSS = readFileSync(new URL('../../../page/styles/base.css', import.meta.url), 'utf8');

/** The colours of a theme: what canvases draw with, and the custom properties of the style sheet by their names. */
type Theme = Readonly<{ ink: Ink; properties: ReadonlyMap<string, string> }>;

/** The custom properties of the rules that set them: dark, light as the system wishes, and light as it was chosen. */
const RULES = [...CSS.matchAll(/\{([^{}]*--ground:[^{}]*)\}/g)].map(([, rule = '']) => {
  const properties = [...rule.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)];
  return new Map(properties.map(([, key = '', value = '']) => [key, value] as const));
});

function themeOf(name: 'dark' | 'light'): Theme {
  theme.value = name;
  return { ink: ink.value, properties: RULES[name === 'dark' ? 0 : 1] ?? new Map() };
}

/** Red, green and blue of a colour as it is written, 0 to 1. */
function channelsOf(colour: string): readonly number[] {
  const [, digits = ''] = /^#((?:[0-9a-f]{3}){1,2})$/.exec(colour) ?? [];
  const long = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits;
  if (long === '') throw new Error(`expected a colour as #rrggbb, got ${colour}`);
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255);
}

/** How bright a colour is, as WCAG 2 has it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((share) =>
    share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [less = 0, more = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
}

t.test('the measure is that of WCAG', (t) => {
  t.equal(contrast('#fff', '#000000'), 21);
  t.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
  t.end();
});

t.test('light is the same whoever wishes it, and outlines cells', (t) => {
  const [, wished, chosen, ...more] = RULES;
  t.same(wished, chosen);
  t.same(more, []);
  t.equal(chosen?.get('cell-outline'), chosen?.get('outline'));
  t.end();
});

for (const name of ['dark', 'light'] as const) {
  t.test(`in ${name}`, (t) => {
    const { ink: inks, properties } = themeOf(name);
    const property = (key: string): string => properties.get(key) ?? '';
    const grounds = [property('ground'), property('raised')];
    const standsOut = (what: string, colour: string, ground: string, least = LEAST): void => {
      const ratio = contrast(colour, ground);
      t.ok(ratio >= least, `${what}, ${colour} on ${ground}: ${ratio.toFixed(2)}`);
    };
    for (const key of ['ground', 'text', 'quiet', 'line', 'outline', 'accent'] as const) {
      t.same(channelsOf(inks[key]), channelsOf(property(key)), `${key}: canvases and style sheet agree`);
    }
    for (const ground of grounds) {
      for (const key of ['edge', 'outline', 'accent', 'alarm']) standsOut(key, property(key), ground);
      for (const key of ['text', 'quiet']) standsOut(key, property(key), ground, LEAST_OF_TEXT);
      for (const [code, condition] of CONDITIONS.entries()) {
        // On white, and where there is no colour, it is the outline that is seen.
        const isOutlined = name === 'light' || code === CODE.ended;
        standsOut(condition, isOutlined ? inks.outline : (COLOURS[code] ?? ''), ground);
      }
      // Drawn as a line, it has no outline.
      standsOut('a link that fails', COLOURS[CODE.symptomatic] ?? '', ground);
    }
    for (const [code, condition] of CONDITIONS.entries()) {
      if (MARKS[code] === '') continue;
      standsOut(`mark of ${condition}`, MARK_COLOURS[code] ?? '', COLOURS[code] ?? '', LEAST_OF_TEXT);
    }
    t.end();
  });
}
