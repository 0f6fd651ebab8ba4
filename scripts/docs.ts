/** Writes docs/reference.md from the code; with --check only says whether it is up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import { createHealth } from '@pod-contagion/health';
import { PODDER_ERROR_CODES, PODDER_SETTINGS, STARTER_SETTINGS } from '@pod-contagion/podder';
import { format } from 'prettier';
import { SUSCEPTIBLE } from '../packages/podder/src/infection.ts';
import { createMetrics } from '../packages/podder/src/metrics.ts';
import { ENDPOINTS, FORM_FIELDS, LOG_EVENTS } from '../packages/podder/src/reference.ts';
import type { Setting } from '../packages/podder/src/settings.ts';
import { NO_SNEEZES } from '../packages/podder/src/sneezer.ts';
import { ROOT } from './files.ts';

const FILE = `${ROOT}docs/reference.md`;

async function referencePage(): Promise<string> {
  const metrics = await createMetrics(createHealth(), () => ({
    infection: SUSCEPTIBLE,
    sneezes: NO_SNEEZES,
    received: { infected: 0, immune: 0 },
  })).registry.getMetricsAsJSON();
  const page = [
    '# Reference',
    'Made from the code by `node scripts/docs.ts`; `npm run check` fails where the two differ.',
    '## Settings',
    'A flag wins over its variable; `-flag value`, `-flag=value` and two dashes instead of one all work. `ms`: milliseconds.',
    '### Generic and starter',
    settingsTable(PODDER_SETTINGS),
    '### Starter only',
    settingsTable(
      Object.fromEntries(Object.entries(STARTER_SETTINGS).filter(([name]) => !(name in PODDER_SETTINGS))),
    ),
    '### Further variables',
    table(
      ['variable', 'meaning'],
      [
        [
          '`PODDER_SERVICE_HOST`, `PODDER_SERVICE_PORT`',
          'where to sneeze; set by Kubernetes for the Service `podder`',
        ],
        ['`POD_NAME`', 'who sneezes; else `HOSTNAME`, else the host name'],
        [
          '`TERMINATION_MESSAGE_PATH`',
          'where the last words go; default `/dev/termination-log`, if that exists',
        ],
      ],
    ),
    '### Exit codes',
    table(
      ['code', 'meaning'],
      [
        ['0', 'done (a starter at the end of its frenzy)'],
        ['1', 'failed: an address in use, an unexpected error'],
        ['2', 'wrong usage'],
        ['130, 143', 'ended by SIGINT, SIGTERM'],
      ],
    ),
    '## Endpoints',
    table(
      ['listener', 'path', 'method', 'answer'],
      ENDPOINTS.map(({ listener, path, methods, answer }) => [listener, `\`${path}\``, methods, answer]),
    ),
    'A body over 16 KiB is answered 413, a header block over 8 KiB 431, an unknown path 404.',
    '## Form fields of a sneeze',
    'In the body (`application/x-www-form-urlencoded` or `multipart/form-data`) or the query; the body goes first.',
    table(
      ['field', 'meaning', 'missing or malformed'],
      FORM_FIELDS.map(({ field, meaning, otherwise }) => [`\`${field}\``, meaning, otherwise]),
    ),
    '## Infection report and last words',
    '`GET /infection` answers with the first two groups, the termination message holds the first and the last.',
    table(
      ['field', 'meaning'],
      [
        ['`pod`, `state`', 'who; `susceptible`, `incubating` or `symptomatic`'],
        ['`strain`, `generation`, `from`', 'the lineage, null where it is not known or there is none'],
        ['`exposedAt`, `symptomaticAt`, `unhealthyAt`', 'ISO 8601, null before'],
        [
          '`sneezes`',
          '`sent`, and how they ended: `answered`, `refused`, `timeout`, `failed`; `skipped`; `inFlight`',
        ],
        ['`liveness`, `readiness`', 'the statuses that probes are answered with'],
        ['`endedAt`, `reason`', 'when and why: `SIGTERM`, `SIGINT`, `frenzy over` or `error: ...`'],
      ],
    ),
    '## Metrics',
    table(
      ['name', 'type', 'labels', 'meaning'],
      metrics.map(({ name, type, help, labelNames }: Metric) => [
        `\`${name}\``,
        type,
        (labelNames ?? []).map((label) => `\`${label}\``).join(', '),
        help,
      ]),
    ),
    '## Log events',
    'One JSON object a line on standard output: `level`, `time`, `pod`, `event`, what belongs to it, `msg`.',
    table(
      ['event', 'level', 'meaning'],
      LOG_EVENTS.map(({ event, level, meaning }) => [`\`${event}\``, level, meaning]),
    ),
    '## Error codes of packages/podder',
    table(
      ['code', 'when'],
      Object.entries(PODDER_ERROR_CODES).map(([code, when]) => [`\`${code}\``, when]),
    ),
  ].join('\n\n');
  return format(page, { parser: 'markdown', printWidth: 110 });
}

type Metric = { name: string; type: unknown; help: string; labelNames?: string[] };

function settingsTable(settings: Record<string, Omit<Setting<unknown>, 'parse'>>): string {
  return table(
    ['flag', 'variable', 'default', 'takes', 'meaning'],
    Object.values(settings).map((setting) => [
      `\`-${setting.flag}\``,
      `\`${setting.env}\``,
      setting.default === '' ? 'empty' : `\`${setting.default}\``,
      setting.expected,
      setting.help,
    ]),
  );
}

function table(head: string[], rows: unknown[][]): string {
  const line = (cells: unknown[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const page = await referencePage();
if (process.argv.includes('--check')) {
  if ((await readFile(FILE, 'utf8').catch(() => '')) !== page) {
    process.stderr.write('docs/reference.md differs from the code: run node scripts/docs.ts\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, page);
}
