import type { JsonField } from './json-field.ts';
import { readArguments } from './arguments.ts';
import { readVariables } from './variables.ts';
import { MAX_DELAY_MS } from '../limits.ts';

/** A setting of a podder, as packages/podder/src/settings.ts has it; a test compares them. */
type PodderSetting = Readonly<{ flag: string; variable: string; defaultMs: number; leastMs: number }>;

/** What one of the settings of a podder is, in milliseconds. */
export type PodderTimes = Readonly<
  Record<'symptomDelayMs' | 'healthDelayMs' | 'sneezeIntervalMs' | 'frenzyDurationMs', number>
>;

/** The settings of podders, and of starters, that the course of a contagion depends on. */
export const PODDER_SETTINGS: Readonly<Record<keyof PodderTimes, PodderSetting>> = {
  symptomDelayMs: { flag: 'symptomDelay', variable: 'PODDER_SYMPTOM_DELAY_MS', defaultMs: 5_000, leastMs: 0 },
  healthDelayMs: { flag: 'healthDelay', variable: 'PODDER_HEALTH_DELAY_MS', defaultMs: 500, leastMs: 0 },
  sneezeIntervalMs: {
    flag: 'sneezeInterval',
    variable: 'PODDER_SNEEZE_INTERVAL_MS',
    defaultMs: 500,
    leastMs: 1,
  },
  frenzyDurationMs: {
    flag: 'frenzyDuration',
    variable: 'PODDER_FRENZY_DURATION_MS',
    defaultMs: 2_000,
    leastMs: 0,
  },
};

/** Our image, but for that of the chaos toolkit. */
const PODDER_IMAGE = /(^|\/)pod-contagion(?!:chaos\b)([:@]|$)/;

/** Says whether a container is a podder: by its image, or by a variable or flag that only podders have. */
export function isPodder(container: JsonField): boolean {
  if (PODDER_IMAGE.test(container.field('image').text(''))) return true;
  const names = container
    .field('env')
    .list()
    .map((each) => each.field('name').text(''));
  if (names.some((name) => name.startsWith('PODDER_'))) return true;
  const flags = new Set<string>(Object.values(PODDER_SETTINGS).map(({ flag }) => flag));
  return [...readArguments(container, (text) => text).keys()].some((flag) => flags.has(flag));
}

/**
 * The settings of a podder's container, as the podder would read them: a flag wins over its variable, a variable that is empty counts as unset.
 * @throws {SimulatorError} SIMULATOR_MANIFEST for a value that the podder would refuse, or that is beyond the grid, or that stands elsewhere.
 */
export function readPodder(container: JsonField): PodderTimes {
  const variables = readVariables(container);
  const flags = readArguments(container, variables.expand);
  const times = Object.entries(PODDER_SETTINGS).map(([name, setting]) => {
    const found = flags.get(setting.flag) ?? variables.find(setting.variable);
    if (found === undefined) return [name, setting.defaultMs];
    const value = /^[0-9]{1,10}$/.test(found.text) ? Number(found.text) : NaN;
    if (value >= setting.leastMs && value <= MAX_DELAY_MS) return [name, value];
    const expected = `whole milliseconds from ${setting.leastMs} to ${MAX_DELAY_MS} for ${found.name}`;
    throw found.field.wrong(expected, found.text);
  });
  return Object.fromEntries(times) as PodderTimes;
}
