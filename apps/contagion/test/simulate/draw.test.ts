import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import { sweep } from '../sweep/run.ts';
import { simulate } from './run.ts';

/** What stands in a picture. */
function textOf(path: string): string {
  const svg = readFileSync(path, 'utf8');
  if (/NaN|undefined|Infinity/.test(svg)) throw new Error('expected numbers');
  return svg;
}

t.test('one run, and several', async (t) => {
  const folder = t.testdir();
  const file = join(folder, 'a.svg');
  await simulate(`--plot=${file}`, '--seed=4');
  t.match(
    textOf(file),
    /<desc>50 podders: symptoms after 10 s, .*, seed 4; one sneeze from outside at 0 s<\/desc>/,
  );
  for (const name of ['infected', 'in back-off', 'ready']) t.match(textOf(file), `>${name}</text>`);
  await simulate(`--plot=${file}`, '--runs=60', '--symptom-delay=70s', '--until=30m');
  t.match(
    textOf(file),
    /<desc>.*, seed 1, 60 runs; one sneeze from outside at 0 s; after 30m00s \d+ of 60 runs were alive: .* \(Wilson\);/,
  );
  t.match(textOf(file), 'podders that are in back-off');
  await simulate(`--plot=${file}`, '--runs=3', '--until=1ms');
  t.match(textOf(file), 'after 0.0 s 3 of 3 runs were alive', 'where nothing has happened yet');
});

t.test('sweeps of one thing, and of two', async (t) => {
  const folder = t.testdir();
  const [one, two, table] = ['one.svg', 'two.svg', 'two.csv'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const flags = ['--vary=symptom-delay=10s,100s', '--until=20m', '--runs=50'];
  await sweep(...flags, `--plot=${one}`);
  t.match(
    textOf(one),
    /<desc>50 podders, .*; one sneeze from outside; 50 runs of each setting; bars are 95 % intervals/,
  );
  t.match(textOf(one), 'symptom delay (s)');
  const starter = join(folder, 'starter.svg');
  const overlay = ['-k', `${ROOT}kubernetes/overlays/original`, '--until=1s', '--runs=1'];
  await sweep(...overlay, '--vary=sneeze-interval=250ms,2s', `--plot=${starter}`);
  t.match(textOf(starter), '; 1 to 8 sneezes from outside; 1 runs of each setting;');
  await sweep(...overlay, '--vary=replicas=1,2', `--plot=${starter}`);
  t.match(textOf(starter), '; 4 sneezes from outside; 1 runs of each setting;');
  const out = await sweep(...flags, '--vary=replicas=5,20', `--plot=${two}`, `--csv=${table}`, '--json');
  t.match(textOf(two), />symptom delay \(s\)<\/text>/);
  const lines = readFileSync(table, 'utf8').trimEnd().split('\r\n');
  t.equal(lines[0], 'symptom_delay_ms,replicas,runs,alive,share,low,high,restarts_per_second');
  const rows = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number | null>);
  t.same(
    lines.slice(1),
    rows.map((row) =>
      Object.values(row)
        .map((value) => value ?? '')
        .join(','),
    ),
  );
});

t.test('what is refused before a sweep begins', async (t) => {
  const three = ['--vary=replicas=5,20', '--vary=symptom-delay=1s', '--vary=health-delay=1s'];
  await t.rejects(sweep(...three, '--plot=a.svg'), { message: '--plot expects one or two --vary, got 3' });
  await t.rejects(sweep('--vary=replicas=5', '--csv=a.tsv'), {
    message: '--csv expects a file that ends with .csv, got "a.tsv"',
  });
  await t.rejects(sweep('--vary=replicas=5', '--csv=/none/a.csv'), {
    message: '/none/a.csv: expected a folder for it, got none',
  });
});
