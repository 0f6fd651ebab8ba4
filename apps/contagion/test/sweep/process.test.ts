/** `contagion sweep` as users have it: a process, from source and from the bundle. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { bundleCommandLine } from '../../../../scripts/build/command-line.ts';
import { ROOT, SOURCE_CONDITION } from '../../../../scripts/files.ts';
import { appCommand } from '../../../../scripts/testing/app-command.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { sweep } from './run.ts';

const FLAGS = ['--vary=replicas=5,10', '--symptom-delay=40s', '--until=10m', '--threads=2'];
const [NODE = '', ...PROGRAM] = appCommand('contagion');

type Ended = Readonly<{ code: number | null; stdout: string; stderr: string }>;

async function run(command: readonly string[]): Promise<Ended> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

t.test('the bundle and the source say the same as within one process', async (t) => {
  const folder = t.testdir();
  await bundleCommandLine(`${ROOT}apps/contagion/src/main.ts`, folder);
  const stdout = await sweep(...FLAGS);
  const flags = [...FLAGS, `--file=${ROOT}kubernetes/services`, `--file=${ROOT}kubernetes/deployments`];
  for (const program of [
    [join(folder, 'main.mjs')],
    [`--conditions=${SOURCE_CONDITION}`, `${ROOT}apps/contagion/src/main.ts`],
  ]) {
    // Without a terminal there is no progress.
    t.same(await run([NODE, ...program, 'sweep', ...flags]), { code: 0, stdout, stderr: '' });
  }
});

t.test('a signal ends it, keeps what is done, and leaves no process', async (t) => {
  const long = ['--vary=symptom-delay=100s..400s/1s', '--threads=2', '--replicas=100'];
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const out = join(t.testdir(), 'sweep.jsonl');
    const child = spawn(NODE, [...PROGRAM, 'sweep', ...long, '--out', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const closed = once(child, 'close');
    const blocks = (): number => readFileSync(out, 'utf8').split('\n').length - 2;
    await until('two blocks', () => existsSync(out) && blocks() >= 2);
    child.kill(signal);
    t.same(await closed, [code, null]);
    t.equal(
      stderr,
      `contagion: ended by ${signal}; what is done is in ${out}: the same command goes on with --resume\n`,
    );
    t.throws(() => process.kill(child.pid ?? 0, 0), { code: 'ESRCH' });
    t.match(readFileSync(out, 'utf8'), /\}\n$/);
  }
});

t.test('a disk that is full: one line, what is whole, and going on from there', async (t) => {
  const folder = t.testdir();
  const out = join(folder, 'sweep.jsonl');
  const flags = ['sweep', '--vary=replicas=1,2,3,4,5', '--until=5m', '--threads=1'];
  const quoted = [NODE, ...PROGRAM, ...flags].map((word) => `'${word}'`).join(' ');
  // A limit of the file's size, of 2 blocks of 512 or 1024 bytes, is met as a full disk is: in the middle of a line.
  const limited = (file: string, blocks: number): Promise<Ended> =>
    run(['/bin/sh', '-c', `ulimit -f ${blocks}; exec ${quoted} --out '${file}'`]);
  const full = await limited(out, 4);
  t.equal(full.code, 1);
  t.equal(full.stdout, '');
  const text = readFileSync(out, 'utf8');
  const blocks = text.split('\n').length - 2;
  t.ok(blocks >= 1 && text.endsWith('\n'), `${blocks} blocks`);
  t.equal(
    full.stderr,
    `contagion: ${out}: can't be written: EFBIG: file too large, write; the ${blocks} blocks in it are whole, and --resume goes on with them\n`,
  );
  const { stdout } = await run([NODE, ...PROGRAM, ...flags]);
  t.same(await run([NODE, ...PROGRAM, ...flags, '--out', out, '--resume']), { code: 0, stdout, stderr: '' });

  const empty = join(folder, 'empty.jsonl');
  t.match(await limited(empty, 0), {
    code: 1,
    stderr: `contagion: ${empty}: can't be written: EFBIG: file too large, write\n`,
  });
  t.notOk(existsSync(empty), 'nothing half-written');
});

t.test('a reader that goes away', async (t) => {
  const shell = `${[NODE, ...PROGRAM].map((word) => `'${word}'`).join(' ')} sweep ${FLAGS.join(' ')} | true`;
  const { stderr } = await promisify(execFile)('/bin/sh', ['-c', shell]);
  t.equal(stderr, '');
});
