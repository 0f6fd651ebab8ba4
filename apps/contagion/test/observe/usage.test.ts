/** What `contagion observe` refuses, before anything is opened. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import t from 'tap';
import { readFlags } from '@pod-contagion/command-line';
import { OBSERVE_FLAGS } from '../../src/commands/observe-flags.ts';
import { usageError } from '../../src/errors.ts';
import { COMMAND } from '../up/run.ts';

function observe(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const [node = '', ...rest] = COMMAND;
  const env = { PATH: process.env['PATH'], HOME: '/nowhere' };
  return new Promise((resolve) => {
    const child = execFile(node, [...rest, 'observe', ...args], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

t.test('flags that do not fit each other, files that can not be had: one line, exit code 2', async (t) => {
  const folder = t.testdir({ text: 'no recording\n', there: '' });
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['--replay', 'a', '--synthetic', '1,1,1'], /--replay expects no --synthetic beside it, got both/],
    [['--replay', 'a', '--record', 'b'], /--replay expects no --record beside it, got both/],
    [['--replay', 'a', '-n', 'lab'], /--replay expects no --namespace beside it, got both/],
    [['--synthetic', '1,1,1', '--context', 'lab'], /--synthetic expects no --context beside it, got both/],
    [['-l', 'a in'], /--selector: /],
    [['--kubeconfig', `${folder}/none`], /none: /],
    [['--replay', `${folder}/none`], /none: expected a recording, got nothing there/],
    [['--replay', `${folder}/text`], /text, line 1: expected JSON/],
    [
      ['--synthetic', '5,1,1', '--record', `${folder}/there`],
      /there: expected a file that is not there yet, got one/,
    ],
    [['here'], /here/],
  ];
  const answers = await Promise.all(wrong.map(([args]) => observe(...args)));
  answers.forEach(({ code, stdout, stderr }, index) => {
    const [args = [], message = /./] = wrong[index] ?? [];
    t.match(stderr, message, args.join(' '));
    t.match(stderr, /^contagion: [^\n]*\n$/);
    t.equal(code, 2, args.join(' '));
    t.equal(stdout, '');
  });
});

t.test('a port that somebody has: one line, and no recording is left', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const record = `${t.testdir()}/run.ndjson`;
  const { code, stderr } = await observe('--synthetic', '5,1,1', '--port', String(port), '--record', record);
  t.equal(stderr, `contagion: expected a free port, got ${port} of 127.0.0.1, where somebody listens\n`);
  t.equal(code, 1);
  t.notOk(existsSync(record));
});

t.test('what is made up: pods, rate and seed', async (t) => {
  const read = (text: string): unknown =>
    readFlags(OBSERVE_FLAGS, [`--synthetic=${text}`], usageError).synthetic;
  t.same(read('1000,0.062,1'), { pods: 1000, rate: 0.062, seed: 1 });
  for (const text of [
    '',
    '1',
    '1,1',
    '0,1,1',
    '10001,1,1',
    '1,0,1',
    '1,11,1',
    '1,1,-1',
    '1,1,1,1',
    'a,b,c',
    '1,1,4294967296',
  ]) {
    t.throws(() => read(text), { code: 'CONTAGION_USAGE' }, text);
  }
  t.equal(readFlags(OBSERVE_FLAGS, ['-l', ''], usageError).selector, '', 'all pods');
});
