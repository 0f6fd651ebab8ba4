import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { identityOf, until } from './support.ts';

const RUNTIME = new URL('../../src/runtime/local-runtime.ts', import.meta.url).href;
const CLOCK = new URL('../../src/machinery/clock.ts', import.meta.url).href;

t.test('a process that ends without closing its runtime takes the containers with it', async (t) => {
  const code = `
    import { createLocalRuntime } from ${JSON.stringify(RUNTIME)};
    import { systemClock } from ${JSON.stringify(CLOCK)};
    const runtime = createLocalRuntime({ folder: process.argv[1], clock: systemClock });
    const spec = { namespace: 'n', podName: 'p', podUid: 'u', name: 'c', attempt: 0, command: ['sleep', '60'], env: {} };
    const { pid } = await runtime.start(spec);
    console.log(pid);
    process.stdin.once('data', () => { throw new Error('unforeseen'); });
  `;
  const cluster = spawn(
    process.execPath,
    ['--conditions=@pod-contagion/source', '--input-type=module', '-e', code, t.testdir({})],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const pid = Number(String((await once(cluster.stdout, 'data'))[0]));
  t.type(identityOf(pid), 'string');
  cluster.stdin.write('x');
  await once(cluster, 'close');
  await until(() => identityOf(pid) === undefined);
  t.equal(identityOf(pid), undefined);
});
