import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import t from 'tap';
import { quoted, splitWords } from '../src/words.ts';

t.test('words as a shell splits them', async (t) => {
  const cases: [text: string, words: string[] | undefined][] = [
    ['node server.js', ['node', 'server.js']],
    ['  node   -e "1 + 1" ', ['node', '-e', '1 + 1']],
    [`sh -c 'echo "a  b"'`, ['sh', '-c', 'echo "a  b"']],
    [String.raw`a\ b "c\"d\x" '\'`, ['a b', String.raw`c"d\x`, '\\']],
    [`x''y ""`, ['xy', '']],
    ['', undefined],
    ['   ', undefined],
    [`'open`, undefined],
    ['"open', undefined],
    ['end\\', undefined],
    [`'' a`, undefined],
  ];
  for (const [text, words] of cases) t.same(splitWords(text), words, text);
});

t.test('what a shell quotes comes back, and what is quoted here a shell takes', async () => {
  const words = fc.array(
    fc.string({ minLength: 1 }).filter((word) => !word.includes('\0')),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(words, (all) => {
      const text = all.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
      return JSON.stringify(splitWords(text)) === JSON.stringify(all);
    }),
  );
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((word) => !/[\0\n]/.test(word)),
      (path) => {
        return execFileSync('sh', ['-c', `printf %s ${quoted(path)}`], { encoding: 'utf8' }) === path;
      },
    ),
    { numRuns: 20 },
  );
});
