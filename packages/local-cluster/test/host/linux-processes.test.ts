/** Processes by /proc; ps-processes.test.ts has the rest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import t from 'tap';
import { createLinuxProcesses } from '../../src/host/linux-processes.ts';
import { parseProcessStat } from '../../src/host/process-stat.ts';
import { parseTcpTable } from '../../src/host/tcp-table.ts';

const LINUX_ONLY = { skip: process.platform === 'linux' ? false : 'reads /proc' };
const processes = createLinuxProcesses();

t.test('the name of a program never disturbs', async (t) => {
  const fields = Array.from({ length: 50 }, (_, index) => String(1000 + index)).join(' ');
  fc.assert(
    fc.property(fc.string({ maxLength: 64 }), fc.constantFrom('S', 'R', 'D', 'T'), (name, state) => {
      const stat = parseProcessStat(`42 (${name}) ${state} ${fields}\n`);
      return stat?.startTime === '1018' && stat.group === 1001;
    }),
  );
  t.same(parseProcessStat(`42 (a) Z (b) S ${fields}\n`), { group: 1001, startTime: '1018' });
  t.equal(parseProcessStat(`42 (a) S (b) Z ${fields}\n`), undefined, 'a zombie');
  t.equal(parseProcessStat(''), undefined);
});

t.test('who was started with a variable, all of its value', LINUX_ONLY, async (t) => {
  const start = async (env: NodeJS.ProcessEnv): Promise<number> => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'A_MARK=a'], {
      stdio: 'ignore',
      env,
    });
    t.teardown(() => child.kill('SIGKILL'));
    await once(child, 'spawn');
    return child.pid ?? 0;
  };
  const pid = await start({ A_MARK: 'a b', B: 'A_MARK=c' });
  const pids = (value: string): number[] =>
    processes.withVariable('A_MARK', new Set([value, 'nobody'])).map((each) => each.pid);
  t.same(pids('a b'), [pid]);
  for (const value of ['a', 'b', 'c', '']) t.same(pids(value), []);
});

t.test('where a group listens, and what is closed again', LINUX_ONLY, async (t) => {
  // A group of its own: beside this process there may be others' in its group, whose sockets nobody tells.
  const program = `
    const server = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port));
    process.stdin.once('data', () => server.close(() => console.log('closed')));
  `;
  const listener = spawn(process.execPath, ['-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  t.teardown(() => listener.kill('SIGKILL'));
  const said = async (): Promise<string> => String((await once(listener.stdout, 'data'))[0]).trim();
  const port = Number(await said());
  const group = listener.pid ?? 0;
  t.strictSame(await processes.listenersOf(group), [{ host: '127.0.0.1', port }]);
  listener.stdin.write('close');
  t.equal(await said(), 'closed');
  t.strictSame(await processes.listenersOf(group), []);
  t.same(await processes.listenersOf(2 ** 30), [], 'no such group');
});

t.test("another user's sockets are not known", { skip: notRoot() }, async (t) => {
  const program = `
    import { createLinuxProcesses } from ${JSON.stringify(new URL('../../src/host/linux-processes.ts', import.meta.url).href)};
    process.setuid(65534);
    console.log(JSON.stringify({ found: await createLinuxProcesses().listenersOf(Number(process.argv[1])) ?? 'unknown' }));
  `;
  const sleeper = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
  t.teardown(() => sleeper.kill('SIGKILL'));
  await once(sleeper, 'spawn');
  const args = [
    '--conditions=@pod-contagion/source',
    '--input-type=module',
    '-e',
    program,
    String(sleeper.pid),
  ];
  const asker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(asker.stdout, 'data')) as [Buffer];
  t.same(JSON.parse(String(line)), { found: 'unknown' });
});

function notRoot(): string | false {
  return process.platform === 'linux' && process.getuid?.() === 0 ? false : 'needs root on Linux';
}

t.test('tables of sockets, in the byte order of the machine', async (t) => {
  const row = (local: string, state: string, inode: string): string =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
  const header =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const little = [
    header,
    row('0100007F:1F90', '0A', '11'),
    row('00000000:0050', '0A', '12'),
    row('0100007F:1F90', '01', '13'),
    row('00000000000000000000000001000000:0051', '0A', '14'),
    row('00000000000000000000000000000000:0052', '0A', '15'),
    row('0000000000000000FFFF00000100007F:0053', '0A', '16'),
    row('B80D0120000000000000000001000000:FFFF', '0A', '17'),
    '',
  ].join('\n');
  t.same(parseTcpTable(little, true), [
    { host: '127.0.0.1', port: 8080, inode: '11' },
    { host: '0.0.0.0', port: 80, inode: '12' },
    { host: '::1', port: 81, inode: '14' },
    { host: '::', port: 82, inode: '15' },
    { host: '127.0.0.1', port: 83, inode: '16' },
    { host: '2001:db8::1', port: 65_535, inode: '17' },
  ]);
  t.same(parseTcpTable(row('7F000001:1F90', '0A', '11'), false), [
    { host: '127.0.0.1', port: 8080, inode: '11' },
  ]);
  t.same(parseTcpTable('', true), []);
});
