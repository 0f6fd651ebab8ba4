import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { ROOT } from '../files.ts';
import { RUNS_VARIABLE, SEED_VARIABLE } from '../testing/properties.ts';

t.test('tests draw what the seed says, the same in every run', async (t) => {
  const draw = () => {
    const drawn: number[] = [];
    fc.assert(fc.property(fc.integer(), (value) => void drawn.push(value)));
    return drawn;
  };
  t.same(draw(), draw());
  t.equal(fc.readConfigureGlobal()?.seed, Number(process.env[SEED_VARIABLE] ?? 1));
});

/** The settings of a process that is given these variables, and what it wrote to say no. */
function settingsWith(variables: Readonly<Record<string, string>>): Readonly<{ out: string; err: string }> {
  const code = `import fc, { SEED_VARIABLE } from '${ROOT}scripts/testing/properties.ts';
    console.log(JSON.stringify(fc.readConfigureGlobal()), SEED_VARIABLE);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...variables },
  });
  return { out: stdout.trim(), err: stderr };
}

t.test('seed and number of values come from two variables', async (t) => {
  const seed = randomInt(-(2 ** 31), 2 ** 31);
  t.equal(settingsWith({}).out, `{"seed":1} ${SEED_VARIABLE}`);
  t.equal(
    settingsWith({ [SEED_VARIABLE]: String(seed), [RUNS_VARIABLE]: '7' }).out,
    `{"seed":${seed},"numRuns":7} ${SEED_VARIABLE}`,
  );
});

t.test('other values are refused', async (t) => {
  for (const text of ['', 'x', '1.5', '2147483648']) {
    t.match(
      settingsWith({ [SEED_VARIABLE]: text }).err,
      `expected a whole number from -2147483648 to 2147483647, got ${text}`,
    );
  }
  t.match(
    settingsWith({ [RUNS_VARIABLE]: '0' }).err,
    `${RUNS_VARIABLE}: expected a whole number from 1 to 2147483647, got 0`,
  );
});
