/** What `npx pod-chaos` starts, on the Node.js of the project and on an old one; the rest is as with contagion. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { OLD_NODE, oldNode } from '../../../../scripts/testing/old-node.ts';
import { VERSION } from '../../src/version.ts';

const BIN = `${ROOT}apps/pod-chaos/bin/pod-chaos.js`;

t.test('the real one', async (t) => {
  const run = promisify(execFile);
  t.equal((await run(process.execPath, [BIN, '--version'])).stdout, `${VERSION}\n`);
  t.match((await run(process.execPath, [BIN, '--help'])).stdout, 'USAGE pod-chaos ');
  await t.rejects(run(process.execPath, [BIN, 'no-such-command']), { code: 2 });
});

t.test('an old Node.js', { skip: missing(OLD_NODE) }, async (t) => {
  const { stdout } = await promisify(execFile)(oldNode() ?? '', [BIN, '--version']);
  t.equal(stdout, `${VERSION}\n`);
});
