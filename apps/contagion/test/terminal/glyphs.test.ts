import t from 'tap';
import { ASCII, BLOCKS, glyphsFor } from '../../src/terminal/glyphs.ts';

t.test('the locale says which characters there are', async (t) => {
  const cases: readonly (readonly [env: Record<string, string>, hasBlocks: boolean])[] = [
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LANG: 'ca_ES.UTF-8@valencia' }, true],
    [{ LC_CTYPE: 'UTF-8' }, true],
    [{ LC_ALL: '', LC_CTYPE: '', LANG: 'en_US.UTF-8' }, true],
    [{ LC_ALL: 'C', LC_CTYPE: 'en_US.UTF-8', LANG: 'en_US.UTF-8' }, false],
    [{ LC_CTYPE: 'POSIX', LANG: 'en_US.UTF-8' }, false],
    [{ LC_ALL: 'en_US.UTF-8', LANG: 'C' }, true],
    [{ LANG: 'de_DE.ISO-8859-1' }, false],
    [{ LANG: 'de_DE' }, false],
    [{}, false],
  ];
  for (const [env, hasBlocks] of cases) {
    t.equal(glyphsFor(env), hasBlocks ? BLOCKS : ASCII, JSON.stringify(env));
  }
});

t.test('each glyph is one column', async (t) => {
  for (const { shades, axis, ellipsis, eighths } of [BLOCKS, ASCII]) {
    const all = [...Object.values(shades), ...Object.values(axis), ellipsis, ...(eighths?.slice(1) ?? [])];
    t.ok(all.every((glyph) => glyph.length === 1));
    t.equal(new Set(Object.values(shades)).size, 6, 'they can be told apart');
  }
});
