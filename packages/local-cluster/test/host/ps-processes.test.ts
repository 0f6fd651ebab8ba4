/** What macOS prints, read; and, where this machine has the programs, what they really print. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { hostProcesses } from '../../src/host/processes.ts';
import { createPsProcesses } from '../../src/host/ps-processes.ts';
import type { CommandResult } from '../../src/host/run-command.ts';

const PS_ALL = 'ps -axo pid=,pgid=,stat=';
const PS_COMMANDS = 'ps -ax -ww -o pid=,pgid=,stat=,command=';
const PS_ENVIRONMENTS = 'ps -ax -ww -E -o pid=,pgid=,stat=,command=';

/** A machine whose programs print what is given for their command lines, and fail for any other. */
function macos(printed: Readonly<Record<string, string | CommandResult>>) {
  const asked: string[] = [];
  const runNow = (command: string, args: readonly string[]): CommandResult | undefined => {
    const line = [command, ...args].join(' ');
    asked.push(line);
    const result = printed[line] ?? { exitCode: 1, stdout: '', stderr: '' };
    return typeof result === 'string' ? { exitCode: 0, stdout: result, stderr: '' } : result;
  };
  const run = async (command: string, args: readonly string[]): Promise<CommandResult | undefined> =>
    runNow(command, args);
  return { processes: createPsProcesses({ run, runNow }), asked };
}

t.test('all processes, without zombies', async (t) => {
  const { processes } = macos({
    [PS_ALL]: [
      '    1     1 Ss  ',
      '  318   318 Ss  ',
      '  501   501 S+  ',
      '  502   501 Z+  ',
      '  503   501 R+  ',
      '99998   501 U   ',
      '',
    ].join('\n'),
  });
  t.same(processes.list(), [
    { pid: 1, group: 1 },
    { pid: 318, group: 318 },
    { pid: 501, group: 501 },
    { pid: 503, group: 501 },
    { pid: 99_998, group: 501 },
  ]);
  t.same(macos({}).processes.list(), [], 'without ps');
});

t.test('the identity of a process', async (t) => {
  const { processes, asked } = macos({
    'ps -o stat=,lstart= -p 501': 'S+   Sat Nov 28 21:04:09 2026    \n',
    'ps -o stat=,lstart= -p 502': 'Ss   Sun Nov  8 01:00:00 2026    \n',
    'ps -o stat=,lstart= -p 503': 'Z+   Sat Nov 28 21:04:09 2026    \n',
    'ps -o stat=,lstart= -p 504': '\n',
  });
  t.equal(processes.identityOf(501), '501/Sat Nov 28 21:04:09 2026');
  t.equal(processes.identityOf(502), '502/Sun Nov 8 01:00:00 2026');
  t.equal(processes.identityOf(503), undefined, 'a zombie');
  t.equal(processes.identityOf(504), undefined, 'it ended meanwhile');
  t.equal(processes.identityOf(505), undefined, 'there is none');
  const before = asked.length;
  for (const pid of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.equal(processes.identityOf(pid), undefined);
  }
  t.equal(asked.length, before, 'nobody is asked about what is no pid');
});

t.test('who was started with a variable', async (t) => {
  const commands = [
    '  501   501 S    /usr/local/bin/node /Users/me/my folder/generic.js -http 127.0.0.1:80',
    '  502   501 S    sleep 60',
    '  503   503 S    env POD_CONTAGION_CLUSTER=aa sleep 60',
    '  504   504 Z    (node)',
    '  505   505 Ss   /Applications/Some Thing.app/Contents/MacOS/Some Thing',
    '  506   506 S    node server.js',
    '  507   507 S    node server.js',
  ];
  const environments = [
    `${commands[0]} PATH=/usr/bin:/bin POD_CONTAGION_CLUSTER=aa HOME=/Users/me`,
    // A program of the system, whose environment nobody is shown.
    commands[1],
    `${commands[2]} PATH=/usr/bin:/bin`,
    commands[3],
    `${commands[4]} X=POD_CONTAGION_CLUSTER=aa`,
    `${commands[5]} POD_CONTAGION_CLUSTER=aab`,
    `${commands[6]} LANG=C POD_CONTAGION_CLUSTER=bb`,
    // It is another program in the second list, just then.
    '  508   508 S    sh -c exec node POD_CONTAGION_CLUSTER=aa',
    '  509   509 S    node POD_CONTAGION_CLUSTER=aa',
  ];
  const { processes } = macos({
    [PS_COMMANDS]: [...commands, '  508   508 S    node'].join('\n'),
    [PS_ENVIRONMENTS]: environments.join('\n'),
  });
  const pids = (...values: string[]): number[] =>
    processes.withVariable('POD_CONTAGION_CLUSTER', new Set(values)).map(({ pid }) => pid);
  t.same(pids('aa'), [501]);
  t.same(pids('aa', 'bb'), [501, 507]);
  t.same(pids('a', ''), []);
});

t.test('nobody has the variable: one look is enough', async (t) => {
  const { processes, asked } = macos({ [PS_ENVIRONMENTS]: '  501   501 S    node PATH=/bin\n' });
  t.same(processes.withVariable('A', new Set(['1'])), []);
  t.same(asked, [PS_ENVIRONMENTS]);
});

t.test('where a group listens', async (t) => {
  const lsof = (group: number): string => `lsof -nPw -a -g ${group} -iTCP -sTCP:LISTEN -Fptn`;
  const { processes } = macos({
    [lsof(501)]: [
      'p501',
      'f23',
      'tIPv4',
      'n127.0.0.1:8080',
      'f24',
      'tIPv6',
      'n*:81',
      'f25',
      'tIPv4',
      'n*:82',
      'p502',
      'f3',
      'tIPv6',
      'n[::1]:9000',
      'f23',
      'tIPv4',
      'n127.0.0.1:8080',
      'f26',
      'tIPv6',
      'n[fe80:4::aede:48ff:fe00:1122]:9001',
      '',
    ].join('\n'),
    [lsof(503)]: { exitCode: 1, stdout: '', stderr: '' },
    [lsof(504)]: { exitCode: 1, stdout: '', stderr: 'lsof: illegal process group ID\n' },
    [lsof(505)]: { exitCode: 127, stdout: '', stderr: '' },
  });
  t.same(await processes.listenersOf(501), [
    { host: '127.0.0.1', port: 8080 },
    { host: '::', port: 81 },
    { host: '0.0.0.0', port: 82 },
    { host: '::1', port: 9000 },
    { host: 'fe80:4::aede:48ff:fe00:1122', port: 9001 },
  ]);
  t.same(await processes.listenersOf(503), [], 'nowhere');
  t.equal(await processes.listenersOf(504), undefined, 'lsof failed');
  t.equal(await processes.listenersOf(505), undefined);
  const none = createPsProcesses({ run: async () => undefined, runNow: () => undefined });
  t.equal(await none.listenersOf(501), undefined, 'without lsof');
  t.equal(none.identityOf(501), undefined);
  t.same(none.withVariable('A', new Set(['1'])), []);
});

t.test('for real: ps', { skip: missing('ps') }, async (t) => {
  // The ps of Linux has another way to ask for the environment.
  const isMacos = process.platform === 'darwin';
  const real = createPsProcesses(isMacos ? {} : { withEnvironments: ['axeww'] });
  const env = { PATH: process.env['PATH'], A_MARK: 'mark-1 ä', POD_MARK: 'mark-1' };
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'A_MARK=mark-2', 'ä b'], {
    stdio: 'ignore',
    detached: true,
    env,
  });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  t.same(
    real.list().filter((each) => each.pid === pid),
    [{ pid, group: pid }],
  );
  t.match(real.identityOf(pid), /^\d+\/\w{3} \w{3} \d+ \d\d:\d\d:\d\d \d{4}$/);
  t.equal(real.identityOf(pid), real.identityOf(pid));
  t.not(real.identityOf(pid), real.identityOf(process.pid));
  t.same(real.withVariable('POD_MARK', new Set(['mark-1'])), [{ pid, group: pid }]);
  t.same(real.withVariable('A_MARK', new Set(['mark-2'])), [], 'an argument is no variable');
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.equal(real.identityOf(pid), undefined);
  t.same(
    real.list().filter((each) => each.pid === pid),
    [],
  );
});

t.test('for real: lsof, which says what /proc says', { skip: missing('lsof', 'Linux') }, async (t) => {
  const program = `
    const servers = [['127.0.0.1'], ['0.0.0.0'], ['::1'], ['::']].map(([host]) => {
      const server = require('node:net').createServer().on('error', () => done()).on('listening', () => done());
      return server.listen(0, host);
    });
    let left = servers.length;
    const done = () => { if (--left === 0) console.log(JSON.stringify(servers.map((server) => server.address()))); };
  `;
  const child = spawn(process.execPath, ['-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const addresses = JSON.parse(String(line)) as ({ address: string; port: number } | null)[];
  const expected = addresses
    .flatMap((address) => (address === null ? [] : [{ host: address.address, port: address.port }]))
    .toSorted((a, b) => a.port - b.port);
  t.ok(expected.length >= 2);
  const group = child.pid ?? 0;
  for (const processes of [createPsProcesses(), hostProcesses]) {
    const found = await processes.listenersOf(group);
    t.same(
      found?.toSorted((a, b) => a.port - b.port),
      expected,
    );
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.same(await createPsProcesses().listenersOf(group), [], 'it is gone');
  t.same(await hostProcesses.listenersOf(group), []);
});
