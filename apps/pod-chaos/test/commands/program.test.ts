import { readFileSync } from 'node:fs';
import t from 'tap';
import { CHAOS_ERROR_CODES, ChaosError } from '@pod-contagion/chaos';
import { describeError } from '@pod-contagion/errors';
import { COMMANDS, runProgram } from '../../src/commands/program.ts';
import { COMMAND_FLAGS } from '../../src/flags/commands.ts';
import { exitCodeOf } from '../../src/errors.ts';
import { VERSION } from '../../src/version.ts';

type FlagsOf = (typeof COMMAND_FLAGS)[keyof typeof COMMAND_FLAGS];

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
  t.same(Object.keys(COMMAND_FLAGS).toSorted(), Object.keys(COMMANDS).toSorted());
  for (const [name, flags] of Object.entries(COMMAND_FLAGS)) {
    t.match(out, name);
    const help = await run(name, '--help');
    t.equal(help.code, 0);
    for (const flag of Object.keys(flags)) t.match(help.out, `--${flag}`, `${name} --${flag}`);
    t.notMatch(help.out, /[ \t]$/m, 'no blanks at the ends');
  }
});

t.test(
  "no letter means two things in a command, and the first pod-chaos's letters mean what they meant",
  async (t) => {
    for (const [name, flags] of Object.entries(COMMAND_FLAGS)) {
      const letters = Object.values(flags).flatMap(({ short }) => short ?? []);
      t.equal(new Set(letters).size, letters.length, name);
    }
    const letterOf = (flags: FlagsOf): Record<string, string> =>
      Object.fromEntries(
        Object.entries(flags).flatMap(([name, { short }]) => (short === undefined ? [] : [[short, name]])),
      );
    t.match(letterOf(COMMAND_FLAGS.install), { p: 'pod', n: 'namespace', g: 'image' });
    t.match(letterOf(COMMAND_FLAGS.disrupt), {
      p: 'pod',
      n: 'namespace',
      d: 'delay',
      v: 'variation',
      i: 'interface',
      r: 'running-time',
      w: 'warm-up',
      b: 'background',
    });
  },
);

t.test('every flag with a value says what it expects', async (t) => {
  for (const [command, flags] of Object.entries(COMMAND_FLAGS)) {
    for (const [name, { valueName, expected }] of Object.entries(flags)) {
      t.equal(valueName === undefined, expected === undefined, `${command} --${name}`);
    }
  }
});

t.test('version', async (t) => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as object;
  t.match(manifest, { version: VERSION });
  t.same(await run('--version'), { code: 0, out: `${VERSION}\n`, err: '' });
});

t.test('wrong usage ends with 2 and one line, before a cluster is asked', async (t) => {
  const cases: [argv: string[], err: RegExp][] = [
    [['fly'], /^pod-chaos: expected a command, .* got "fly"\n$/],
    [['kill'], /^pod-chaos: expected -p POD, a selector .*, or --all, got none\n$/],
    [['kill', '--percent', '50'], /^pod-chaos: expected -p POD/],
    [['kill', '-l', 'a=(', '--dry-run'], /^pod-chaos: .*expect.*\n$/],
    [['kill', '--all', '--name-pattern', '(a+)+'], /may take for ever/],
    [['disrupt', '-d', '100'], /^pod-chaos: expected -p POD/],
    [['disrupt', '-p', 'a', '--netem', 'lost 10%'], /^pod-chaos: netem: .*\n$/],
    [['disrupt', '-p', 'a', '--', 'delay', 'soon'], /^pod-chaos: netem delay: expected a time/],
    [['disrupt', '-p', 'a', '-v', '2'], /^pod-chaos: expected --delay \(-d\) or --netem, got neither\n$/],
    [['drop', '-p', 'a'], /^pod-chaos: expected --port or --local-port, got none/],
    [['reconnect'], /^pod-chaos: expected -p POD/],
    [['status', '-A', '-n', 'a'], /^pod-chaos: expected --namespace or --all-namespaces \(-A\), got both\n$/],
    [['cleanup', '-A', '-p', 'a'], /^pod-chaos: expected --pod or --all-namespaces \(-A\), got both\n$/],
    [
      ['cleanup', '-n', 'a', '-n', 'b', '-p', 'c'],
      /^pod-chaos: expected one namespace with --pod, got several\n$/,
    ],
    [['preflight', '--fault', 'fire'], /^pod-chaos: --fault expects delete or evict or .*, got "fire"\n$/],
    [['preflight', '--in-pod'], /^pod-chaos: expected -p POD/],
    [['install'], /^pod-chaos: expected -p POD/],
    [['watch', 'web'], /^pod-chaos: expected flags only, got "web"\n$/],
    [['status', '--kubeconfig', '/none'], /^pod-chaos: \/none: expected a kubeconfig, got nothing there\n$/],
  ];
  for (const [argv, err] of cases) {
    const ended = await run(...argv);
    t.match(ended, { code: 2, out: '', err }, argv.join(' '));
  }
  const nothing = await run();
  t.equal(nothing.code, 2);
  t.match(nothing.err, 'USAGE');
});

t.test('exit codes of errors', async (t) => {
  for (const [code, { exitCode }] of Object.entries(CHAOS_ERROR_CODES)) {
    t.equal(exitCodeOf(new ChaosError(code as keyof typeof CHAOS_ERROR_CODES, 'x')), exitCode);
  }
  t.equal(exitCodeOf(new Error('x')), 1);
  t.equal(describeError(new Error('one\n  two')), 'one two');
  t.equal(describeError('text'), 'text');
});
