/** The parts of the docs about the chaos toolkit, made from its code, each in Markdown without its heading. */
import { CHAOS_ERROR_CODES } from '@pod-contagion/chaos';
import { PREFLIGHT_CHECKS } from '@pod-contagion/chaos/preflight';
import { CHAOS_METRICS, POD_EVENT_REASONS } from '@pod-contagion/chaos/telemetry';
import { PROXY_METRICS, TOXICS_ERROR_CODES } from '@pod-contagion/toxics';
import { EXPERIMENT_ERROR_CODES } from '@pod-contagion/experiments/errors';
import { ASK_FLAGS } from '../../apps/pod-chaos/src/experiments/ask-action.ts';
import { COMMANDS } from '../../apps/pod-chaos/src/commands/program.ts';
import { CLUSTER_FLAGS } from '../../apps/pod-chaos/src/flags/cluster.ts';
import { COMMAND_FLAGS, type CommandName } from '../../apps/pod-chaos/src/flags/commands.ts';
import { AGENT_FLAGS, RUNNING_FLAGS } from '../../apps/pod-chaos/src/flags/running.ts';
import { SCHEDULE_FLAGS } from '../../apps/pod-chaos/src/flags/schedule.ts';
import { TARGET_FLAGS } from '../../apps/pod-chaos/src/flags/targets.ts';
import { TRAFFIC_FLAGS } from '../../apps/pod-chaos/src/flags/traffic.ts';
import { INTERRUPT_EXIT_CODES } from '../../apps/pod-chaos/src/session/interrupt.ts';
import { LINE_KINDS } from '../../apps/pod-chaos/src/session/line-kinds.ts';
import { flagsTable } from './flags-table.ts';
import { table } from './table.ts';

type Flags = Readonly<Record<string, unknown>>;

/** Flags that several commands have, by what they are about; the larger group first where one holds another. */
const GROUPS: readonly Readonly<{ title: string; flags: Flags }>[] = [
  { title: 'Which pods', flags: TARGET_FLAGS },
  { title: 'Which packets', flags: TRAFFIC_FLAGS },
  { title: 'How long', flags: RUNNING_FLAGS },
  { title: 'When', flags: SCHEDULE_FLAGS },
  { title: 'Which agent', flags: AGENT_FLAGS },
  { title: 'Which cluster, and the output', flags: CLUSTER_FLAGS },
];

/** Every command with its own flags, then the groups that several share. */
export function commands(): string {
  const names = Object.keys(COMMAND_FLAGS) as CommandName[];
  return [...names.map(commandSection), ...GROUPS.map(groupSection)].join('\n\n');
}

function commandSection(name: CommandName): string {
  const flags: Flags = COMMAND_FLAGS[name];
  const groups = GROUPS.filter((group) => holds(flags, group.flags)).filter(
    (group, index, all) => !all.slice(0, index).some((larger) => holds(larger.flags, group.flags)),
  );
  const grouped = new Set(groups.flatMap((group) => Object.keys(group.flags)));
  const own = Object.fromEntries(Object.entries(flags).filter(([flag]) => !grouped.has(flag)));
  const { description = '' } = (COMMANDS[name].meta ?? {}) as { description?: string };
  return [
    `### pod-chaos ${name}`,
    `${description}.`,
    ...(Object.keys(own).length === 0 ? [] : [flagsTable(own)]),
    ...(groups.length === 0 ? [] : [`Besides: ${groups.map(({ title }) => link(title)).join(', ')}.`]),
  ].join('\n\n');
}

function groupSection({ title, flags }: (typeof GROUPS)[number]): string {
  return `### ${title}\n\n${flagsTable(flags)}`;
}

/** Whether all flags of a group are flags of a command, the same ones and not just of the same names. */
function holds(flags: Flags, group: Flags): boolean {
  return Object.entries(group).every(([name, flag]) => flags[name] === flag);
}

/** A link to a heading of the same page, as Markdown viewers make its anchor. */
function link(title: string): string {
  const anchor = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 ]/g, '')
    .replaceAll(' ', '-');
  return `[${title.toLowerCase()}](#${anchor})`;
}

/** The lines of `--json`. */
export function lines(): string {
  return table(
    ['event', 'meaning', 'fields besides `time` and `event`'],
    Object.entries(LINE_KINDS).map(([event, { meaning, fields }]) => [`\`${event}\``, meaning, fields]),
  );
}

/** What the process ends with. */
export function exitCodes(): string {
  const signals = Object.entries(INTERRUPT_EXIT_CODES);
  return table(
    ['code', 'meaning'],
    [
      ['0', 'it held: every target was hit, and is proven mended; or there was nothing to do'],
      ['1', 'it failed, took no effect, or its end is not proven; an error that was not foreseen'],
      ['2', 'wrong usage, or no kubeconfig'],
      ['3', 'the hypothesis of an experiment did not hold during or after its method'],
      [
        '4',
        'it could not run: nobody to hit, a rule of safety, a missing right, or the hypothesis of an experiment did not hold before; nothing was done',
      ],
      [
        signals.map(([, code]) => String(code)).join(', '),
        `interrupted (${signals.map(([signal]) => signal).join(', ')}) and proven mended, or left by a second signal`,
      ],
    ],
  );
}

/** Every way the toolkit can fail. */
export function errors(): string {
  return table(
    ['code', 'exit code', 'meaning'],
    Object.entries(CHAOS_ERROR_CODES).map(([code, { exitCode, meaning }]) => [
      `\`${code}\``,
      String(exitCode),
      meaning,
    ]),
  );
}

/** Every way a request to the standing proxy can fail. */
export function proxyErrors(): string {
  return table(
    ['code', 'status', 'meaning'],
    Object.entries(TOXICS_ERROR_CODES).map(([code, { status, meaning }]) => [
      `\`${code}\``,
      String(status),
      meaning,
    ]),
  );
}

/** Every way an experiment can't be read or run. */
export function experimentErrors(): string {
  return table(
    ['code', 'exit code', 'meaning'],
    Object.entries(EXPERIMENT_ERROR_CODES).map(([code, { exitCode, meaning }]) => [
      `\`${code}\``,
      String(exitCode),
      meaning,
    ]),
  );
}

/** The arguments of the one action of experiments that is no command. */
export function askArguments(): string {
  return flagsTable(ASK_FLAGS);
}

/** What `/metrics` of a schedule tells. */
export function metrics(): string {
  return metricsTable(CHAOS_METRICS);
}

/** What `/metrics` of the standing proxy tells. */
export function proxyMetrics(): string {
  return metricsTable(PROXY_METRICS);
}

type Metrics = Readonly<Record<string, Readonly<{ type: string; labels: readonly string[]; help: string }>>>;

function metricsTable(metricsByName: Metrics): string {
  return table(
    ['name', 'type', 'labels', 'meaning'],
    Object.entries(metricsByName).map(([name, { type, labels, help }]) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ]),
  );
}

/** Events on pods. */
export function eventReasons(): string {
  return table(
    ['reason', 'type', 'action', 'meaning'],
    Object.entries(POD_EVENT_REASONS).map(([reason, { type, action, meaning }]) => [
      `\`${reason}\``,
      type,
      action,
      meaning,
    ]),
  );
}

/** What preflight looks at. */
export function preflightChecks(): string {
  return table(
    ['check', 'question'],
    Object.entries(PREFLIGHT_CHECKS).map(([check, question]) => [`\`${check}\``, question]),
  );
}
