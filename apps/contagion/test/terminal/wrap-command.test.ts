/** Broken commands are given to a real shell. */
import { execFileSync } from 'node:child_process';
import { quoted } from '@pod-contagion/command-line';
import fc from 'fast-check';
import t from 'tap';
import { widthOf } from '../../src/terminal/text-width.ts';
import { wrapCommand } from '../../src/terminal/wrap-command.ts';

const skip = process.platform === 'win32' && 'needs sh';

t.test('what fits stays as it is', async (t) => {
  t.same(wrapCommand('curl http://127.0.0.1', 21), ['curl http://127.0.0.1']);
  t.same(wrapCommand('curl http://127.0.0.1', 20), ['curl http://127.0.0\\', '.1']);
  t.same(wrapCommand('curl http://127.0.0.1', 7), [], 'no room');
  t.same(wrapCommand("export KUBECONFIG='/my folder/a'", 22), ["export KUBECONFIG='/'\\", "'my folder/a'"]);
});

t.test('how wide a text is', async (t) => {
  t.equal(widthOf('abc'), 3);
  t.equal(widthOf('\u00E4'), 1);
  t.equal(widthOf('a\u0308'), 1, 'as macOS has it in names of files');
  t.equal(widthOf('東京'), 4);
  t.equal(widthOf('🦠'), 2);
});

t.test('a shell reads it as if it had not been broken, and it is never too wide', { skip }, async () => {
  const character = fc.constantFrom(...Array.from(`ab/ '\\"$\`!äöü*~#&`), 'a\u0308', '東', '🦠');
  const path = fc.array(character, { minLength: 1, maxLength: 60 }).map((all) => `/${all.join('')}`);
  fc.assert(
    fc.property(path, fc.integer({ min: 8, max: 60 }), (name, columns) => {
      const lines = wrapCommand(`printf %s ${quoted(name)}`, columns);
      const printed = execFileSync('sh', ['-c', lines.join('\n')], { encoding: 'utf8' });
      return printed === name && lines.every((line) => widthOf(line) <= columns);
    }),
    { numRuns: 60 },
  );
});
