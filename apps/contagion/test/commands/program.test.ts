import { readFileSync } from 'node:fs';
import { describeError } from '@pod-contagion/errors';
import t from 'tap';
import { COMMANDS, runProgram } from '../../src/commands/program.ts';
import { INFECT_FLAGS } from '../../src/commands/infect-flags.ts';
import { CALIBRATE_FLAGS } from '../../src/commands/calibrate-flags.ts';
import { SIMULATE_FLAGS } from '../../src/commands/simulate-flags.ts';
import { SWEEP_FLAGS } from '../../src/commands/sweep-flags.ts';
import { UP_FLAGS } from '../../src/commands/up-flags.ts';
import { CONTAGION_ERROR_CODES, ContagionError } from '../../src/errors.ts';
import { ROOT } from '../../../../scripts/files.ts';
import { VERSION } from '../../src/version.ts';

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runProgram(argv, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    colours: false,
  });
  return { code, out, err };
}

t.test('help, of the program and of each command', async (t) => {
  const { code, out, err } = await run('--help');
  t.equal(code, 0);
  t.equal(err, '');
  for (const name of Object.keys(COMMANDS)) t.match(out, name);
  for (const [name, table] of Object.entries({
    up: UP_FLAGS,
    infect: INFECT_FLAGS,
    simulate: SIMULATE_FLAGS,
    sweep: SWEEP_FLAGS,
    calibrate: CALIBRATE_FLAGS,
  })) {
    const help = await run(name, '--help');
    t.equal(help.code, 0);
    for (const flag of Object.keys(table)) t.match(help.out, `--${flag}`, `${name} --${flag}`);
    t.notMatch(help.out, /[ \t]$/m, 'no blanks at the ends');
    t.notMatch(help.out, '\u001B', 'no colours');
  }
});

t.test('version', async (t) => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as object;
  t.match(manifest, { version: VERSION });
  t.same(await run('--version'), { code: 0, out: `${VERSION}\n`, err: '' });
});

t.test('wrong usage ends with 2 and one line', async (t) => {
  const cases: [argv: string[], err: string][] = [
    [
      ['fly'],
      'contagion: expected a command, up or infect or observe or preflight or simulate or sweep or calibrate, got "fly"\n',
    ],
    [
      ['--verbose'],
      'contagion: expected a command, up or infect or observe or preflight or simulate or sweep or calibrate, got "--verbose"\n',
    ],
    [
      ['toString'],
      'contagion: expected a command, up or infect or observe or preflight or simulate or sweep or calibrate, got "toString"\n',
    ],
    [['infect', '--fast'], 'contagion: unknown flag --fast: expected one of those that --help lists\n'],
    [['infect', 'now'], 'contagion: expected flags only, got "now"\n'],
    [['infect', '--kubeconfig', '/none'], 'contagion: /none: expected a kubeconfig, got nothing there\n'],
    [['up', '--replicas', 'x'], 'contagion: --replicas expects a whole number from 0 to 5000, got "x"\n'],
    [
      ['simulate', '-f', '/none.yaml'],
      'contagion: /none.yaml: expected a file or folder, got nothing there\n',
    ],
    [
      ['simulate', '-k', `${ROOT}kubernetes/services`],
      'contagion: objects: expected one Deployment of podders, got none\n',
    ],
    [
      ['calibrate', '/none'],
      "contagion: /none: expected a recording, got ENOENT: no such file or directory, open '/none'\n",
    ],
    [
      ['sweep', '--vary', 'replicas=0'],
      'contagion: --vary expects whole numbers from 1 to 10000000 as replicas, got "0"\n',
    ],
    [['up', '-f', '/none.yaml'], 'contagion: /none.yaml: expected a file or folder, got nothing there\n'],
  ];
  for (const [argv, err] of cases) t.same(await run(...argv), { code: 2, out: '', err }, argv.join(' '));
  const nothing = await run();
  t.equal(nothing.code, 2);
  t.match(nothing.err, 'USAGE');
});

t.test('every error code has an exit code and a meaning', async (t) => {
  for (const [code, { exitCode, meaning }] of Object.entries(CONTAGION_ERROR_CODES)) {
    t.match(code, /^CONTAGION_[A-Z_]+$/);
    t.ok(meaning.length > 10);
    t.equal(new ContagionError(code as keyof typeof CONTAGION_ERROR_CODES, 'x').exitCode, exitCode);
  }
  t.equal(describeError(new Error('one\n  two')), 'one two');
  t.equal(describeError('text'), 'text');
});
