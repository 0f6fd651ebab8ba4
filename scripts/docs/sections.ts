/** The parts of the docs that are made from the code, each in Markdown without its heading. */
import { CLUSTER_CLIENT_ERROR_CODES } from '@pod-contagion/cluster-client';
import { createHealth } from '@pod-contagion/health';
import { PODDER_ERROR_CODES, PODDER_SETTINGS, STARTER_SETTINGS } from '@pod-contagion/podder';
import { API_SERVER_ERROR_CODES } from '../../packages/api-server/src/errors.ts';
import { LOCAL_CLUSTER_ERROR_CODES } from '../../packages/local-cluster/src/errors.ts';
import { OBSERVATORY_ERROR_CODES } from '../../packages/observatory/src/errors.ts';
import { SIMULATOR_ERROR_CODES } from '../../packages/simulator/src/errors.ts';
import { SUSCEPTIBLE } from '../../packages/podder/src/infection.ts';
import { createMetrics } from '../../packages/podder/src/metrics.ts';
import { ENDPOINTS, FORM_FIELDS, LOG_EVENTS } from '../../packages/podder/src/reference.ts';
import type { Setting } from '../../packages/podder/src/settings.ts';
import { NO_SNEEZES } from '../../packages/podder/src/sneezer.ts';
import { table } from './table.ts';

type AnySetting = Omit<Setting<unknown>, 'parse'>;

/** Flags and variables of both programs. */
export function settings(): string {
  const isCommon = ([name]: [string, AnySetting]): boolean => name in PODDER_SETTINGS;
  const all: [string, AnySetting][] = Object.entries(STARTER_SETTINGS);
  const row = ([name, setting]: [string, AnySetting]): string[] => [
    `\`-${setting.flag}\``,
    `\`${setting.env}\``,
    setting.default === '' ? '' : `\`${setting.default}\``,
    `${name in PODDER_SETTINGS ? '' : 'Starter only. '}${setting.help} Takes ${setting.expected}.`,
  ];
  const common = all.filter(isCommon);
  const starterOnly = all.filter((entry) => !isCommon(entry));
  return table(['flag', 'variable', 'default', 'meaning'], [...common, ...starterOnly].map(row));
}

/** Variables that have no flag. */
export function variables(): string {
  return table(
    ['variable', 'meaning'],
    [
      [
        '`PODDER_SERVICE_HOST`, `PODDER_SERVICE_PORT`',
        'where to sneeze; Kubernetes sets both for the Service `podder`',
      ],
      ['`POD_NAME`', 'who sneezes; else `HOSTNAME`, else the host name'],
      [
        '`TERMINATION_MESSAGE_PATH`',
        'where the last words go; default `/dev/termination-log`, if that exists',
      ],
    ],
  );
}

/** What the process ends with. */
export function exitCodes(): string {
  return table(
    ['code', 'meaning'],
    [
      ['0', 'done: a starter at the end of its frenzy'],
      ['1', 'failed: an address in use, an unexpected error'],
      ['2', 'wrong usage'],
      ['130, 143', 'ended by SIGINT, SIGTERM'],
    ],
  );
}

/** What answers where. */
export function endpoints(): string {
  return table(
    ['listener', 'path', 'method', 'answer'],
    ENDPOINTS.map(({ listener, path, methods, answer }) => [listener, `\`${path}\``, methods, answer]),
  );
}

/** What a sneeze says. */
export function formFields(): string {
  return table(
    ['field', 'meaning', 'missing or malformed'],
    FORM_FIELDS.map(({ field, meaning, otherwise }) => [`\`${field}\``, meaning, otherwise]),
  );
}

/** What `/infection` and the last words tell. */
export function report(): string {
  return table(
    ['field', 'in', 'meaning'],
    [
      ['`pod`, `state`', 'both', 'who; `susceptible`, `incubating` or `symptomatic`'],
      ['`strain`, `generation`, `from`', 'both', 'the lineage; null where it is not known or there is none'],
      ['`exposedAt`, `symptomaticAt`, `unhealthyAt`', 'both', 'ISO 8601 in UTC; null before'],
      [
        '`sneezes`',
        'both',
        '`sent`, and how they ended: `answered`, `refused`, `timeout`, `failed`; `skipped`; `inFlight`',
      ],
      ['`liveness`, `readiness`', '`/infection`', 'what probes are answered with'],
      ['`endedAt`, `reason`', 'last words', 'when and why: `SIGTERM`, `SIGINT`, `frenzy over`, `error: ...`'],
    ],
  );
}

/** What `/metrics` tells. */
export async function metrics(): Promise<string> {
  const { registry } = createMetrics(createHealth(), () => ({
    infection: SUSCEPTIBLE,
    sneezes: NO_SNEEZES,
    received: { infected: 0, immune: 0 },
  }));
  return table(
    ['name', 'type', 'labels', 'meaning'],
    (await registry.getMetricsAsJSON()).map(({ name, type, help }) => [
      `\`${name}\``,
      String(type),
      labelsOf(registry.getSingleMetric(name), String(type)),
      help,
    ]),
  );
}

/** What is logged. */
export function logEvents(): string {
  return table(
    ['event', 'level', 'meaning'],
    LOG_EVENTS.map(({ event, level, meaning }) => [`\`${event}\``, level, meaning]),
  );
}

/** What `packages/podder` throws. */
export function errorCodes(): string {
  return codes(PODDER_ERROR_CODES);
}

/** What `packages/local-cluster` throws. */
export function localClusterErrors(): string {
  return codes(LOCAL_CLUSTER_ERROR_CODES);
}

/** What `packages/api-server` throws. */
export function apiServerErrors(): string {
  return codes(API_SERVER_ERROR_CODES);
}

/** Every way a simulation can be refused. */
export function simulatorErrors(): string {
  return codes(SIMULATOR_ERROR_CODES);
}

/** What `packages/observatory` throws. */
export function observatoryErrors(): string {
  return codes(OBSERVATORY_ERROR_CODES);
}

/** What `packages/cluster-client` throws. */
export function clusterClientErrors(): string {
  return codes(CLUSTER_CLIENT_ERROR_CODES);
}

function codes(all: Readonly<Record<string, string>>): string {
  return table(
    ['code', 'when'],
    Object.entries(all).map(([code, when]) => [`\`${code}\``, when]),
  );
}

/** Those that a metric declares, whatever it has to say now; the buckets of a histogram have one more. */
function labelsOf(metric: unknown, type: string): string {
  const { labelNames = [] } = (metric ?? {}) as { labelNames?: readonly string[] };
  return [...labelNames, ...(type === 'histogram' ? ['le'] : [])].map((name) => `\`${name}\``).join(', ');
}
