import { isStrain } from './lineage.ts';
import { parseListenAddress, type ListenAddress } from './listen-address.ts';
import { MAX_DELAY_MS, MAX_SNEEZE_BREAKER, MAX_SNEEZES_IN_FLIGHT, SELF_ENDED_EXIT_CODE } from './limits.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';

/** One thing a user can set: its flag, its environment variable, and what values it takes. */
export type Setting<T> = Readonly<{
  flag: string;
  env: string;
  /** Shown between angle brackets in the help. */
  valueName: string;
  /** The value where neither flag nor variable is given, as one would write it. */
  default: string;
  help: string;
  /** What a value has to be, to follow "expects". */
  expected: string;
  /** Reads a value; undefined where it is not what is expected. */
  parse(text: string): T | undefined;
}>;

/** What the settings of a program say, by name. */
export type SettingsTable<T> = { readonly [K in keyof T]: Setting<T[K]> };

/** How a podder's life ends: it fails its probes and is killed, or it ends itself when it would begin to. */
export const DEATHS = ['probes', 'exit'] as const;
export type Death = (typeof DEATHS)[number];

/**
 * What does not infect a podder: nothing (it falls ill with everything), what a former life of it fell ill with, or all. The second
 * is what keeps a service from being killed by the same query again and again.
 */
export const IMMUNITIES = ['none', 'learned', 'all'] as const;
export type Immunity = (typeof IMMUNITIES)[number];

/** What can be set of every podder; delays in milliseconds. */
export type PodderSettings = Readonly<{
  http: ListenAddress;
  health: ListenAddress;
  symptomDelayMs: number;
  healthDelayMs: number;
  sneezeIntervalMs: number;
  sneezeTimeoutMs: number;
  maxSneezesInFlight: number;
  /** Failed sneezes in a row after which a life sneezes no more; 0 for never. */
  sneezeBreaker: number;
  /** How long it waits at most before it listens, drawn anew at each start. */
  startJitterMs: number;
  death: Death;
  /** Folder in which each life leaves its last words for the next ones; '' for none. */
  lives: string;
  immunity: Immunity;
  logLevel: LogLevel;
}>;

/** What can be set of a starter besides. */
export type StarterSettings = PodderSettings &
  Readonly<{ startDelayMs: number; frenzyDurationMs: number; strain: string }>;

/** The settings of the generic podder. */
export const PODDER_SETTINGS: SettingsTable<PodderSettings> = {
  http: address('http', 'PODDER_HTTP', '0.0.0.0:80', 'Where the face listens.'),
  health: address(
    'health',
    'PODDER_HEALTH',
    '0.0.0.0:81',
    'Where the probes, /infection and /metrics are answered.',
  ),
  symptomDelayMs: milliseconds(
    'symptomDelay',
    'PODDER_SYMPTOM_DELAY_MS',
    { fallback: 5000, min: 0 },
    'From being infected to the first symptom: the face closes, the sneezing begins.',
  ),
  healthDelayMs: milliseconds(
    'healthDelay',
    'PODDER_HEALTH_DELAY_MS',
    { fallback: 500, min: 0 },
    'From the first symptom to answering both probes with 418.',
  ),
  sneezeIntervalMs: milliseconds(
    'sneezeInterval',
    'PODDER_SNEEZE_INTERVAL_MS',
    { fallback: 500, min: 1 },
    'From one sneeze to the next.',
  ),
  sneezeTimeoutMs: milliseconds(
    'sneezeTimeout',
    'PODDER_SNEEZE_TIMEOUT_MS',
    { fallback: 3000, min: 1 },
    'How long one sneeze waits for its answer.',
  ),
  maxSneezesInFlight: wholeNumber(
    'maxSneezesInFlight',
    'PODDER_MAX_SNEEZES_IN_FLIGHT',
    { fallback: 16, min: 1, max: MAX_SNEEZES_IN_FLIGHT },
    'How many sneezes may wait for an answer at once; further ones are skipped.',
  ),
  sneezeBreaker: wholeNumber(
    'sneezeBreaker',
    'PODDER_SNEEZE_BREAKER',
    { fallback: 0, min: 0, max: MAX_SNEEZE_BREAKER },
    'A circuit breaker: failed sneezes in a row after which it sneezes no more; 0: never.',
  ),
  startJitterMs: milliseconds(
    'startJitter',
    'PODDER_START_JITTER_MS',
    { fallback: 0, min: 0 },
    'How long it waits at most before it listens, drawn anew at each start: restarts that come together are parted.',
  ),
  death: {
    flag: 'death',
    env: 'PODDER_DEATH',
    valueName: 'how',
    default: 'probes',
    help: `How it ends when it is ill enough: probes (it answers 418 until it is killed), or exit (it ends itself, with exit code ${SELF_ENDED_EXIT_CODE}).`,
    expected: `one of ${DEATHS.join(', ')}`,
    parse: (text) => DEATHS.find((death) => death === text),
  },
  lives: {
    flag: 'lives',
    env: 'PODDER_LIVES',
    valueName: 'folder',
    default: '',
    help: 'Where each life leaves its last words for the next ones to tell, such as an emptyDir; empty: nowhere.',
    expected: 'an absolute path',
    parse: (text) => (text === '' || text.startsWith('/') ? text : undefined),
  },
  immunity: {
    flag: 'immunity',
    env: 'PODDER_IMMUNITY',
    valueName: 'to',
    default: 'none',
    help: 'What does not infect it: nothing (none), strains that a former life fell ill with (learned, with -lives), or any (all).',
    expected: `one of ${IMMUNITIES.join(', ')}`,
    parse: (text) => IMMUNITIES.find((immunity) => immunity === text),
  },
  logLevel: {
    flag: 'logLevel',
    env: 'PODDER_LOG_LEVEL',
    valueName: 'level',
    default: 'info',
    help: `Least severe level that is logged: ${LOG_LEVELS.join(', ')}. Single sneezes are debug.`,
    expected: `one of ${LOG_LEVELS.join(', ')}`,
    parse: (text) => LOG_LEVELS.find((level) => level === text),
  },
};

/** The settings of the starter. */
export const STARTER_SETTINGS: SettingsTable<StarterSettings> = {
  ...PODDER_SETTINGS,
  startDelayMs: milliseconds(
    'startDelay',
    'PODDER_START_DELAY_MS',
    { fallback: 10_000, min: 0 },
    'From the start of the process to its outbreak.',
  ),
  frenzyDurationMs: milliseconds(
    'frenzyDuration',
    'PODDER_FRENZY_DURATION_MS',
    { fallback: 2000, min: 0 },
    'From the outbreak to the end of the process.',
  ),
  strain: {
    flag: 'strain',
    env: 'PODDER_STRAIN',
    valueName: 'id',
    default: '',
    help: 'Name of the contagion that is started; empty: a random one.',
    expected: 'up to 64 of the characters A-Z a-z 0-9 . _ -',
    parse: (text) => (text === '' || isStrain(text) ? text : undefined),
  },
};

type Range = Readonly<{ fallback: number; min: number; max?: number }>;

function wholeNumber(flag: string, env: string, range: Range, help: string): Setting<number> {
  const { fallback, min, max = MAX_DELAY_MS } = range;
  return {
    flag,
    env,
    valueName: 'n',
    default: String(fallback),
    help,
    expected: `a whole number from ${min} to ${max}`,
    parse(text) {
      const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

function milliseconds(flag: string, env: string, range: Range, help: string): Setting<number> {
  const setting = wholeNumber(flag, env, range, help);
  return { ...setting, valueName: 'ms', expected: `${setting.expected}, in milliseconds` };
}

function address(flag: string, env: string, fallback: string, help: string): Setting<ListenAddress> {
  return {
    flag,
    env,
    valueName: 'host:port',
    default: fallback,
    help,
    expected: 'HOST:PORT, :PORT or [IPV6]:PORT, the port from 0 to 65535',
    parse: parseListenAddress,
  };
}
