/** Starts that have to fail, for real: one line that says what to do, and nothing left. docs/when-it-does-not-start.md lists them. */
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { quoted } from '@pod-contagion/command-line';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { COMMAND, processesOf, runContagion, stop } from './run.ts';

type Ended = Readonly<{ code: unknown; stdout: string; stderr: string }>;

/** Runs `contagion up`, after some shell that prepares its surroundings. */
function up(prepare: string, args: readonly string[], env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    const words = ['-c', `${prepare} exec "$@"`, 'sh', ...COMMAND, 'up', ...args];
    execFile('sh', words, { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

const HINT = ': say XDG_STATE_HOME=FOLDER with one that can be, as in XDG_STATE_HOME=/tmp npm start\n';
t.test('the port is taken', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as { port: number };
  const state = t.testdir();
  const { code, stderr } = await up('', ['--port', String(port)], { XDG_STATE_HOME: state });
  t.equal(code, 1);
  t.equal(
    stderr,
    `contagion: expected a port for the API server that is free, got 127.0.0.1:${port}, where another process listens; 0 means any that is free: say --port N with another one, or leave --port out\n`,
  );
  t.same(readdirSync(join(state, 'pod-contagion')), []);
});

t.test('the state folder is a file', async (t) => {
  const file = join(t.testdir({ file: 'x' }), 'file');
  const { code, stderr } = await up('', [], { XDG_STATE_HOME: file });
  t.equal(code, 1);
  t.match(
    stderr,
    `contagion: expected a folder of state that can be written, got ${file}/pod-contagion: ENOTDIR`,
  );
  t.ok(stderr.endsWith(HINT));
  t.equal(stderr.split('\n').length, 2, 'one line');
});

t.test('HOME is read-only, or full', { skip: missing('mount namespaces') }, async (t) => {
  const home = t.testdir();
  for (const [options, why] of [
    ['ro', /: EROFS: read-only file system, mkdir '[^']*': say XDG/],
    ['size=64k', /: expected 1024 KiB of free space, got 64: say XDG/],
  ] as const) {
    const [node = '', ...program] = COMMAND;
    const mount = `mount -t tmpfs -o ${options} none "$HOME" && "$@"; code=$?; find "$HOME" -mindepth 1; exit $code`;
    const ended = await new Promise<Ended>((resolve) => {
      const env = { ...process.env, HOME: home, XDG_STATE_HOME: '' };
      const words = ['--mount', 'sh', '-c', mount, 'sh', node, ...program, 'up'];
      execFile('unshare', words, { env }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
      );
    });
    t.equal(ended.code, 1);
    t.match(ended.stderr, why);
    t.ok(ended.stderr.endsWith(HINT));
    t.equal(ended.stderr.split('\n').length, 2, 'one line');
    t.equal(ended.stdout.split('\n').length, 2, 'the end, and no folder');
  }
});

t.test(
  'a user without a home',
  { skip: missing('setpriv', 'a repository that others may read') },
  async (t) => {
    const drop = 'unset HOME XDG_STATE_HOME NODE_OPTIONS; exec setpriv --reuid=4243 --clear-groups';
    const ended = await new Promise<Ended>((resolve) => {
      execFile('sh', ['-c', `${drop} "$@"`, 'sh', ...COMMAND, 'up'], (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
      );
    });
    t.equal(ended.code, 1);
    t.equal(
      ended.stderr,
      `contagion: expected HOME or XDG_STATE_HOME to name a folder, got neither, nor a home in the list of users${HINT}`,
    );
  },
);

t.test('too few open files: the hard limit counts, for Node.js raises the other', async (t) => {
  const state = t.testdir();
  const { code, stdout, stderr } = await up('ulimit -n 256;', [], { XDG_STATE_HOME: state });
  t.equal(code, 1);
  t.equal(stdout, '');
  t.equal(
    stderr,
    'contagion: expected room for 664 open files, which 50 podders may need, got a limit of 256: type ulimit -n 4096 in a new shell first, or say --replicas 16\n',
  );
  t.same(readdirSync(state), []);
  const args = ['--replicas', '1', '--no-infect', '--duration', '1ms'];
  const soft = await up('ulimit -Sn 64;', args, { XDG_STATE_HOME: state });
  t.equal(soft.code, 0, soft.stderr);
});

t.test('too little memory is a warning', async (t) => {
  const state = t.testdir();
  const poor = `data:text/javascript,process.availableMemory = () => 130 * 1024 ** 2;`;
  const { code, stdout, stderr } = await up('', ['--replicas', '1', '--duration', '1ms'], {
    XDG_STATE_HOME: state,
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import "${poor}"`,
  });
  t.equal(code, 0);
  t.equal(
    stderr.split('\n')[0],
    'contagion: 1 podders take about 142 MiB of memory, and 130 MiB are free: close something first should it get slow',
  );
  t.match(stdout, /^\{"time":"[^"]*","event":"cluster"/m);
  t.same(processesOf(state), []);
});

t.test('a path with blanks and umlauts works, and what is printed of it', async (t) => {
  const state = join(t.testdir(), 'mit Leerzeichen', "Größe a\u0308 'x'");
  mkdirSync(state, { recursive: true });
  const script = join(state, 'show.sh');
  writeFileSync(script, 'eval "$1"; cat "$KUBECONFIG"');
  const contagion = runContagion(['up', '--replicas', '1', '--no-infect'], state);
  t.teardown(() => stop(contagion));
  const cluster = await contagion.line(({ event }) => event === 'cluster');
  await contagion.line(({ event }) => event === 'ready');
  const line = `export KUBECONFIG=${quoted(String(cluster['kubeconfig']))}`;
  const shown = spawnSync('sh', [script, line], { encoding: 'utf8' });
  t.match(shown.stdout, /^apiVersion: v1\n/m);
  contagion.child.kill('SIGINT');
  const { code, stderr } = await contagion.ended;
  t.equal(code, 130);
  t.equal(stderr.split('\n')[0], line);
  t.same(processesOf('mit Leerzeichen'), []);
  t.same(readdirSync(join(state, 'pod-contagion')), []);
});
