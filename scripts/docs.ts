/**
 * Writes docs/reference.md, and the tables of other pages that stand between marks, from the code. With --check it
 * only says whether they are up to date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import * as chaos from './docs/chaos-sections.ts';
import * as contagion from './docs/contagion-sections.ts';
import { fidelity } from './docs/fidelity.ts';
import * as sections from './docs/sections.ts';
import { flushes } from './docs/flushes.ts';
import { ways } from './docs/ways.ts';
import { ROOT } from './files.ts';

async function referencePage(): Promise<string> {
  const page = [
    '# Reference',
    'Made from the code by `npm run docs`; `npm run check` fails where the two differ.',
    '## Settings',
    'A flag wins over its variable; `-flag value`, `-flag=value` and two dashes instead of one all work.',
    sections.settings(),
    'Without a flag:',
    sections.variables(),
    '## Exit codes',
    sections.exitCodes(),
    '## Endpoints',
    sections.endpoints(),
    'A sneeze or other POST to the face over 16 KiB is answered 413, a header block over 8 KiB 431, an unknown path 404.',
    '## Form fields of a sneeze',
    'In the body (`application/x-www-form-urlencoded` or `multipart/form-data`) or the query; the body goes first.',
    sections.formFields(),
    '## Infection report and last words',
    'JSON, on `GET /infection` and in the termination message.',
    sections.report(),
    '## Metrics',
    await sections.metrics(),
    '## Log events',
    'One JSON object a line on standard output: `level`, `time`, `pod`, `event`, what belongs to it, `msg`.',
    sections.logEvents(),
    '## Error codes of packages/podder',
    sections.errorCodes(),
    '## Error codes of packages/local-cluster',
    'What `startCluster` throws; `contagion up` passes on code and message.',
    sections.localClusterErrors(),
    '## Error codes of packages/api-server',
    'What `createApiServer` throws.',
    sections.apiServerErrors(),
    '## Error codes of packages/cluster-client',
    'What `openAccess` and the clients and watches on it throw; both command lines pass on the message, with a code of their own.',
    sections.clusterClientErrors(),
    '## Error codes of packages/simulator',
    'What making a model of settings or of objects throws, and what reading recordings and files of sweeps does; `contagion simulate`, `sweep` and `calibrate` end with 2 for each.',
    sections.simulatorErrors(),
    '## Error codes of packages/observatory',
    'What serving, recording and replaying throw; `contagion observe` ends with 2 for files, with 1 for the rest.',
    sections.observatoryErrors(),
    '## contagion up',
    'What `npm start` runs.',
    contagion.upFlags(),
    'Without a terminal, or with `--json`, it writes one JSON object a line on standard output:',
    contagion.lines(),
    contagion.totalFields(),
    'It ends with 0 by `q` or `--duration`, with 130 or 143 by SIGINT or SIGTERM.',
    '## contagion infect',
    contagion.infectFlags(),
    '## contagion preflight',
    'Asks a cluster to create what manifests say, as a dry run, and says what it would drop of it and which kubelets are too old for it. Each finding is `yes`, `no` or `unknown`, where the account may not see it. It ends with 0 where none is `no`, with 1 where one is.',
    contagion.preflightFlags(),
    '## contagion observe',
    'Prints the address of the page on standard output, and what is wrong with the cluster on standard error. It ends with 130 or 143 by SIGINT or SIGTERM.',
    contagion.observeFlags(),
    '## The observatory in a cluster',
    'What `kubernetes/observatory` runs.',
    contagion.observatoryFlags(),
    '## contagion simulate',
    'The same experiment in virtual time. With `--json` it writes one object a run: `extinctAtMs` is null where somebody was still infected; of several, `run` is its number, for `--run`, and `seed` its own, for `--seed`. What it writes depends on the settings and `--seed` alone, not on `--threads`. It ends with 130 or 143 by SIGINT or SIGTERM, and no file is written then.',
    contagion.simulateFlags(),
    'With `--watch` and without a terminal it writes the lines of `contagion up` about podders, and `end`, with `atMs`, virtual time in milliseconds, in the place of `time`; what is run and its story are on standard error. It ends with 0 when the run is over and by `q`, with 130 or 143 by SIGINT or SIGTERM.',
    '## contagion sweep',
    'Many settings in virtual time: each is run 50 times, and again while the interval of its share of runs alive holds `--level`.',
    contagion.sweepFlags(),
    '`--vary` takes these, delays as durations; a range without a step has 13 values:',
    contagion.axes(),
    'One axis is written as a table, two as a diagram, more as a table. With `--json` it writes one object a setting: what was varied, `runs`, `alive`, `share` with `low` and `high` of its 95 % interval, and `restartsPerSecond` of the runs that live, null where none does. What it writes depends on the settings and `--seed` alone, not on `--threads`. It ends with 130 or 143 by SIGINT or SIGTERM, and what is done is then in the file of `--out`.',
    '## contagion calibrate',
    'Looks for the times of a machine by which simulations come nearest to a recording, and says how near.',
    contagion.calibrateFlags(),
    'With `--json` it writes one object: `machine` and `kubeletVersion`, which `--machine` of all three commands reads, `score`, `restarts` and `mostRestarts` at the end of the recording beside those of `runs` simulations (`mean`, and `low` and `high` of the central 90 %), and `inside`, the share of looks within such bands.',
    '## Error codes of contagion',
    contagion.contagionErrors(),
    '## pod-chaos',
    'The chaos toolkit; what it is good for: [docs/chaos](chaos/README.md).',
    chaos.commands(),
    '## Exit codes of pod-chaos',
    chaos.exitCodes(),
    '## Lines of pod-chaos --json',
    'One object a line on standard output; wrong usage writes none.',
    chaos.lines(),
    '## Error codes of packages/chaos',
    chaos.errors(),
    '## Error codes of packages/toxics',
    'What its proxies throw, and the status with which the REST API answers; `pod-chaos proxy` ends with 2 for what is wrong in its file.',
    chaos.proxyErrors(),
    '## Error codes of packages/experiments',
    chaos.experimentErrors(),
    '## Arguments of ask',
    'What experiments may do with the provider `pod-chaos` besides its commands, [as told there](chaos/experiments.md).',
    chaos.askArguments(),
    '## Checks of pod-chaos preflight',
    chaos.preflightChecks(),
    '## Metrics of pod-chaos',
    'With `--metrics-address`, on `/metrics`; `/livez` and `/readyz` are there as well.',
    chaos.metrics(),
    '## Metrics of pod-chaos proxy',
    'On `/metrics` of its REST API.',
    chaos.proxyMetrics(),
    '## Events of pod-chaos',
    'On the pod that was hit, from the component `pod-chaos`; an Event that could not be written is told and fails nothing.',
    chaos.eventReasons(),
  ].join('\n\n');
  return formatted(page);
}

/** As `npm run format` has it, programs on a page too. */
async function formatted(page: string): Promise<string> {
  return format(page, { ...(await resolveConfig(ROOT + 'package.json')), parser: 'markdown' });
}

/** What may stand between marks, made where it does. */
const MADE: Readonly<Record<string, () => string | Promise<string>>> = {
  settings: sections.settings,
  endpoints: sections.endpoints,
  formFields: sections.formFields,
  metrics: sections.metrics,
  fidelity,
  ways,
  flushes,
};

/** Replaces what stands between `<!-- made: NAME -->` and `<!-- /made -->` by the section of that name. */
async function fillMarks(file: string): Promise<string> {
  const text = await readFile(ROOT + file, 'utf8');
  const parts = text.split(/(?<=<!-- made: (\w+) -->\n)[\s\S]*?(?=<!-- \/made -->)/);
  const filled = await Promise.all(
    parts.map(async (part, index) => {
      if (index % 2 === 0) return part;
      const make = MADE[part];
      if (make === undefined)
        throw new Error(`${file}: expected one of ${Object.keys(MADE).join(', ')}, got ${part}`);
      return `\n${await make()}\n\n`;
    }),
  );
  return formatted(filled.join(''));
}

const pages: readonly (readonly [string, string])[] = [
  ['docs/reference.md', await referencePage()],
  ['README.md', await fillMarks('README.md')],
  ['docs/simulator.md', await fillMarks('docs/simulator.md')],
  ['docs/chaos/flushed-node.md', await fillMarks('docs/chaos/flushed-node.md')],
  ['docs/findings.md', await fillMarks('docs/findings.md')],
];
for (const [file, page] of pages) {
  const present = await readFile(ROOT + file, 'utf8').catch(() => '');
  if (present === page) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`${file} differs from the code: run npm run docs\n`);
    process.exitCode = 1;
  } else {
    await writeFile(ROOT + file, page);
  }
}
