/** The same seed gives the same bytes wherever JavaScript runs. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import t from 'tap';
import { goldenHash } from '../../packages/simulator/test/golden.ts';
import { ROOT } from '../files.ts';
import { BROWSER_FLAGS, browserPath } from '../testing/browser.ts';
import { missing } from '../testing/needs.ts';
import { OLD_NODE, oldNode } from '../testing/old-node.ts';

/** Changes only where what a simulation does is meant to change; sweeps have a version for that. */
const GOLDEN = '6b1503f0';

/** The program in one file, which hands its hash to `tell`. */
async function bundle(file: string, tell: string): Promise<void> {
  await build({
    stdin: {
      contents: `import { goldenHash } from './packages/simulator/test/golden.ts'; ${tell}(goldenHash());`,
      resolveDir: ROOT,
      loader: 'ts',
    },
    bundle: true,
    conditions: ['@pod-contagion/source'],
    // What none of it may use is not there.
    platform: 'neutral',
    format: 'iife',
    outfile: file,
    logLevel: 'error',
  });
}

t.test('here', async (t) => {
  t.equal(goldenHash(), GOLDEN, process.version);
});

t.test('on an older Node.js', { skip: missing(OLD_NODE) }, async (t) => {
  const file = join(t.testdir(), 'golden.js');
  await bundle(file, 'console.log');
  const { stdout, stderr } = spawnSync(oldNode()!, [file], { encoding: 'utf8' });
  t.equal(stdout, `${GOLDEN}\n`, stderr);
});

t.test('in a browser', { skip: missing('chromium') }, async (t) => {
  const folder = t.testdir();
  await bundle(join(folder, 'golden.js'), 'document.write');
  const page = join(folder, 'golden.html');
  writeFileSync(page, '<!doctype html><title>golden</title><body><script src="golden.js"></script>');
  const { stdout, stderr } = spawnSync(
    browserPath()!,
    [...BROWSER_FLAGS, `--user-data-dir=${join(folder, 'profile')}`, '--dump-dom', pathToFileURL(page).href],
    { encoding: 'utf8', timeout: 120_000 },
  );
  t.match(stdout, `</script>${GOLDEN}</body>`, stderr.slice(0, 500));
});
