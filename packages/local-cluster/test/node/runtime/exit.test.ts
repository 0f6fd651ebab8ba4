import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { identityOf, until } from './support.ts';

const RUNTIME = new URL('../../../src/node/runtime/local-runtime.ts', import.meta.url).href;
const CLOCK = import.meta.resolve('@pod-contagion/api-server/objects');

t.test('a process that ends without closing its runtime takes the containers with it', async (t) => {
  const code = `
    import { createLocalRuntime } from ${JSON.stringify(RUNTIME)};
    import { systemClock } from ${JSON.stringify(CLOCK)};
    const runtime = createLocalRuntime({ folder: process.argv[1], clock: systemClock });
    const spec = { namespace: 'n', podName: 'p', podUid: 'u', name: 'c', attempt: 0, command: ['sleep', '60'], env: {} };
    const container = await runtime.start(spec);
    void container.exec(['sh', '-c', 'echo $$ > "$TERMINATION_MESSAGE_PATH"; sleep 60'], 60_000);
    console.log(container.pid);
    process.stdin.once('data', () => { throw new Error('unforeseen'); });
  `;
  const folder = t.testdir({});
  const cluster = spawn(
    process.execPath,
    ['--conditions=@pod-contagion/source', '--input-type=module', '-e', code, folder],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const pid = Number(String((await once(cluster.stdout, 'data'))[0]));
  const file = join(folder, 'pods/u/c/termination-log');
  await until(() => readFileSync(file, 'utf8') !== '');
  const pids = [pid, Number(readFileSync(file, 'utf8'))];
  t.ok(pids.every((each) => identityOf(each) !== undefined));
  cluster.stdin.write('x');
  await once(cluster, 'close');
  await until(() => pids.every((each) => identityOf(each) === undefined));
  t.same(pids.map(identityOf), [undefined, undefined], 'the container and the command beside it');
});
