import { SimulatorError } from '../errors.ts';
import { wrongWithInterventions } from './interventions/check-interventions.ts';
import {
  LEAST_MAX_BACKOFF_MS,
  MAX_CREATES_PER_SECOND,
  MAX_DELAY_MS,
  MAX_FAILURE_THRESHOLD,
  MAX_GRACE_MS,
  MAX_IMMUNE,
  MAX_MACHINE_MS,
  MAX_NODE_CORES,
  MAX_NODE_PODS,
  MAX_NODES,
  MAX_PODS,
  MAX_SCHEDULE_MS,
  MAX_SNEEZE_BREAKER,
  MOST_MAX_BACKOFF_MS,
} from './limits.ts';
import { PROFILES } from './profiles.ts';
import type { SettingName, SimulationSettings } from './settings.ts';
import { shown } from './shown.ts';
import { isWhole } from './whole.ts';

/** What a value has to be, to follow "expected", and whether one is. */
type Rule = Readonly<{ expected: string; takes: (value: unknown) => boolean }>;

const DELAY = milliseconds(0, MAX_DELAY_MS);
const PERIOD = milliseconds(1, MAX_MACHINE_MS);
const PERIOD_OR_NONE = milliseconds(0, MAX_MACHINE_MS);
const THRESHOLD = wholeNumber(1, MAX_FAILURE_THRESHOLD);
const SWITCH: Rule = { expected: 'true or false', takes: (value) => typeof value === 'boolean' };
const SHARE: Rule = {
  expected: 'a number from 0 to 1',
  takes: (value) => typeof value === 'number' && value >= 0 && value <= 1,
};
const RANGE: Rule = {
  expected: `the least and the most, whole milliseconds from 0 to ${MAX_MACHINE_MS}, such as [50, 1000]`,
  takes: (value) =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((end) => isWhole(end, 0, MAX_MACHINE_MS)) &&
    value[0] <= value[1],
};

const RULES: Readonly<Record<SettingName, Rule>> = {
  pods: wholeNumber(1, MAX_PODS),
  symptomDelayMs: DELAY,
  healthDelayMs: DELAY,
  sneezeIntervalMs: milliseconds(1, MAX_DELAY_MS),
  livenessPeriodMs: PERIOD,
  livenessFailureThreshold: THRESHOLD,
  readinessPeriodMs: PERIOD_OR_NONE,
  readinessFailureThreshold: THRESHOLD,
  startupPeriodMs: PERIOD_OR_NONE,
  startupFailureThreshold: THRESHOLD,
  terminationGraceMs: milliseconds(0, MAX_GRACE_MS),
  startJitterMs: milliseconds(0, MAX_MACHINE_MS),
  sneezeBreaker: wholeNumber(0, MAX_SNEEZE_BREAKER),
  death: oneOf(['restart', 'replace', 'exit']),
  profile: oneOf(Object.keys(PROFILES)),
  kubeletVersion: oneOf(['1.36', '1.20']),
  maxBackoffMs: milliseconds(LEAST_MAX_BACKOFF_MS, MOST_MAX_BACKOFF_MS),
  reducedDecay: SWITCH,
  restartAllContainers: SWITCH,
  killMs: RANGE,
  startMs: RANGE,
  readyMs: RANGE,
  endpointMs: RANGE,
  syncMs: PERIOD_OR_NONE,
  firstSneezeMs: RANGE,
  reapMs: RANGE,
  replaceMs: RANGE,
  createMs: RANGE,
  createsPerSecond: wholeNumber(0, MAX_CREATES_PER_SECOND),
  scheduleMs: milliseconds(0, MAX_SCHEDULE_MS),
  probeSpread: SHARE,
  unknownEndProbability: SHARE,
  immune: wholeNumber(0, MAX_IMMUNE),
  learnsImmunity: SWITCH,
  starterUntilMs: DELAY,
  nodes: wholeNumber(1, MAX_NODES),
  nodePods: wholeNumber(1, MAX_NODE_PODS),
  nodeCores: {
    expected: `a number above 0, up to ${MAX_NODE_CORES}`,
    takes: (value) => typeof value === 'number' && value > 0 && value <= MAX_NODE_CORES,
  },
  startWorkMs: milliseconds(1, MAX_MACHINE_MS),
  // What is wrong within it is said more exactly below.
  interventions: { expected: 'a list', takes: Array.isArray },
};

/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(RULES);

/**
 * Refuses what cannot be meant of each setting by itself: values of the wrong kind, beyond their range, names that no setting has.
 * @throws {SimulatorError} SIMULATOR_SETTING, naming the setting, what it expects and what it got.
 */
export function checkSettings(settings: unknown): asserts settings is SimulationSettings {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new SimulatorError(
      'SIMULATOR_SETTING',
      `settings: expected an object, such as {"pods": 50}, got ${shown(settings)}`,
    );
  }
  const given = settings as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(RULES, name)) continue;
    const known = SETTING_NAMES.join(', ');
    throw new SimulatorError(
      'SIMULATOR_SETTING',
      `settings: expected no other than ${known}, got ${shown(name)}`,
    );
  }
  for (const [name, { expected, takes }] of Object.entries(RULES)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined ? name === 'pods' : !takes(value)) throw wrongSetting(name, expected, value);
  }
  const { interventions } = given;
  const wrong = interventions === undefined ? undefined : wrongWithInterventions(interventions);
  if (wrong !== undefined) throw wrongSetting(`interventions${wrong.place}`, wrong.expected, wrong.got);
}

/** The error for a setting whose value is not what is expected. */
export function wrongSetting(name: string, expected: string, got: unknown): SimulatorError {
  return new SimulatorError('SIMULATOR_SETTING', `${name}: expected ${expected}, got ${shown(got)}`);
}

function wholeNumber(least: number, most: number): Rule {
  return {
    expected: `a whole number from ${least} to ${most}`,
    takes: (value) => isWhole(value, least, most),
  };
}

function milliseconds(least: number, most: number): Rule {
  return { ...wholeNumber(least, most), expected: `whole milliseconds from ${least} to ${most}` };
}

function oneOf(words: readonly string[]): Rule {
  return {
    expected: words.map((word) => JSON.stringify(word)).join(' or '),
    takes: (value) => typeof value === 'string' && words.includes(value),
  };
}
