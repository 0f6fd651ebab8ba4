/** What `npx pod-chaos` starts, on the Node.js of the project and on an old one; the rest is as with contagion. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import { VERSION } from '../../src/version.ts';

const BIN = `${ROOT}apps/pod-chaos/bin/pod-chaos.js`;

/** A Node.js on this machine that is too old, where there is one. */
const old = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
  try {
    return /^v(?:1\d|20|21)\./.test(execFileSync(path, ['--version'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
});

t.test('the real one', async (t) => {
  const run = promisify(execFile);
  t.equal((await run(process.execPath, [BIN, '--version'])).stdout, `${VERSION}\n`);
  t.match((await run(process.execPath, [BIN, '--help'])).stdout, 'USAGE pod-chaos ');
  await t.rejects(run(process.execPath, [BIN, 'no-such-command']), { code: 2 });
});

t.test('an old Node.js', { skip: old === undefined && 'there is no old Node.js here' }, async (t) => {
  const { stdout } = await promisify(execFile)(old ?? '', [BIN, '--version']);
  t.equal(stdout, `${VERSION}\n`);
});
