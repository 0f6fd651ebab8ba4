/** The parts of the docs about the command line `contagion`, made from its code, each in Markdown without its heading. */
import { MANIFEST_ERROR_CODES } from '@pod-contagion/manifests';
import { AXES } from '@pod-contagion/simulator';
import { CALIBRATE_FLAGS } from '../../apps/contagion/src/commands/calibrate-flags.ts';
import { INFECT_FLAGS } from '../../apps/contagion/src/commands/infect-flags.ts';
import { OBSERVE_FLAGS } from '../../apps/contagion/src/commands/observe-flags.ts';
import { PREFLIGHT_FLAGS } from '../../apps/contagion/src/commands/preflight-flags.ts';
import { SIMULATE_FLAGS } from '../../apps/contagion/src/commands/simulate-flags.ts';
import { SWEEP_FLAGS } from '../../apps/contagion/src/commands/sweep-flags.ts';
import { UP_FLAGS } from '../../apps/contagion/src/commands/up-flags.ts';
import { CONTAGION_ERROR_CODES } from '../../apps/contagion/src/errors.ts';
import { LINE_KINDS, TOTAL_FIELDS } from '../../apps/contagion/src/up/line-kinds.ts';
import { OBSERVATORY_FLAGS } from '../../apps/observatory/src/flags.ts';
import { flagsTable } from './flags-table.ts';
import { table } from './table.ts';

/** Flags of `contagion up`. */
export function upFlags(): string {
  return flagsTable(UP_FLAGS);
}

/** Flags of `contagion infect`. */
export function infectFlags(): string {
  return flagsTable(INFECT_FLAGS);
}

/** Flags of `contagion preflight`. */
export function preflightFlags(): string {
  return flagsTable(PREFLIGHT_FLAGS);
}

/** Flags of `contagion observe`. */
export function observeFlags(): string {
  return flagsTable(OBSERVE_FLAGS);
}

/** Flags of the program of the observatory's image. */
export function observatoryFlags(): string {
  return flagsTable(OBSERVATORY_FLAGS);
}

/** Flags of `contagion simulate`. */
export function simulateFlags(): string {
  return flagsTable(SIMULATE_FLAGS);
}

/** Flags of `contagion sweep`. */
export function sweepFlags(): string {
  return flagsTable(SWEEP_FLAGS);
}

/** What `--vary` can vary. */
export function axes(): string {
  const rows = Object.entries(AXES).map(([name, { label, min, max, unit }]) => [
    `\`${name}\``,
    label,
    `${min} to ${max}${unit && ` ${unit}`}`,
  ]);
  return table(['name', 'what it is', 'values'], rows);
}

/** Flags of `contagion calibrate`. */
export function calibrateFlags(): string {
  return flagsTable(CALIBRATE_FLAGS);
}

/** The lines that `contagion up` writes without a terminal. */
export function lines(): string {
  const rows = LINE_KINDS.map(({ event, fields, totals, meaning }) => [
    `\`${event}\``,
    meaning,
    [
      ...Object.entries(fields).map(([name, text]) => `\`${name}\`: ${text}`),
      ...(totals ? ['the totals'] : []),
    ].join('; '),
  ]);
  return table(['event', 'meaning', 'fields besides `time` and `event`'], rows);
}

/** What stands in the lines that have totals. */
export function totalFields(): string {
  return table(
    ['total', 'meaning'],
    Object.entries(TOTAL_FIELDS).map(([name, meaning]) => [`\`${name}\``, meaning]),
  );
}

/** Every way the command line can fail. */
export function contagionErrors(): string {
  const rows = Object.entries(CONTAGION_ERROR_CODES).map(([code, { exitCode, meaning }]) => [
    `\`${code}\``,
    String(exitCode),
    meaning,
  ]);
  const manifests = Object.entries(MANIFEST_ERROR_CODES).map(([code, meaning]) => [
    `\`${code}\``,
    '2',
    meaning,
  ]);
  return table(['code', 'exit code', 'meaning'], [...rows, ...manifests]);
}
