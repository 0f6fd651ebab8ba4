/** A machine whose loopback has 127.0.0.1 alone, as macOS has: made with a network namespace. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { missing, runs } from '../../../../scripts/testing/needs.ts';
import { PATIENCE_MS } from '../../../../scripts/testing/until.ts';
import { freshFolder, type Json } from './support.ts';

const run = promisify(execFile);

const ONE_ADDRESS = [
  'ip addr flush dev lo',
  'ip addr add 127.0.0.1/32 dev lo',
  'ip link set lo up',
  'ip route del local 127.0.0.0/8 dev lo table local 2>/dev/null || true',
  'exec "$@"',
].join(' && ');

const oneLoopback = (...command: string[]) =>
  run('unshare', ['--net', 'sh', '-c', ONE_ADDRESS, 'sh', ...command], { timeout: PATIENCE_MS });

const skip = missing('ip', [
  'a network namespace with one loopback address',
  runs('unshare', '--net', 'sh', '-c', ONE_ADDRESS, 'sh', 'true'),
]);

t.test('an epidemic where there is one loopback address', { skip }, async (t) => {
  const stateFolder = freshFolder(t);
  const program = fileURLToPath(new URL('one-loopback.ts', import.meta.url));
  const { stdout } = await oneLoopback(
    process.execPath,
    '--conditions=@pod-contagion/source',
    program,
    stateFolder,
  );
  const { place, first, second, restarts, lastWords, notices }: Json = JSON.parse(stdout);
  t.equal(place.host, '127.0.0.1');
  t.same([first, second], ['eww\n', 'eww\n']);
  t.ok(
    restarts.every((count: number) => count > 0),
    restarts.join(),
  );
  t.ok(lastWords.some(({ generation }: Json) => generation >= 2));
  t.match(notices, [/^pods and Services share 127\.0\.0\.1/]);
  t.same(readdirSync(stateFolder), [], 'nothing is left');
});

t.test('the address per pod that is asked for is refused there', { skip }, async (t) => {
  const program = `import { startCluster } from '@pod-contagion/local-cluster';
    await startCluster({ network: 'loopback', stateFolder: ${JSON.stringify(freshFolder(t))} }).catch(({ code }) => console.log(code));`;
  const { stdout } = await oneLoopback(
    process.execPath,
    '--conditions=@pod-contagion/source',
    '--input-type=module-typescript',
    '-e',
    program,
  );
  t.equal(stdout.trim(), 'LOOPBACK_NOT_AVAILABLE');
});
