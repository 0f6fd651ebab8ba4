import {
  CONDITION_COUNTS,
  type Action,
  type Amount,
  type Caps,
  type ConditionCount,
  type Intervention,
  type Moment,
} from '../../engine/intervention.ts';
import type { Range } from '../../engine/model.ts';
import { SimulatorError } from '../../errors.ts';
import { MAX_PODS, MIN_EVERY_MS } from '../limits.ts';

/** Reads a duration as milliseconds; undefined where it is none. */
type ParseMs = (text: string) => number | undefined;

/** One for each action, which an error shows. */
const EXAMPLES = {
  kill: 'kill 50% at 60s',
  disconnect: 'disconnect 20% at 30s for 1m',
  delay: 'delay 100ms..300ms at 30s for 1m',
  loss: 'loss 10% at 0s',
  scale: 'scale 100 when restarts>=50',
  'close-service': 'close-service at 2m for 30s',
} as const satisfies Record<Action['type'], string>;

/** What each action knows besides when it is done. */
const CLAUSES: Readonly<Record<Action['type'], readonly string[]>> = {
  kill: ['every', 'max-percent', 'allow-last-ready'],
  disconnect: ['every', 'for', 'max-percent', 'allow-last-ready'],
  delay: ['for'],
  loss: ['for'],
  scale: [],
  'close-service': ['every', 'for'],
};

/** Clauses that say when; each action knows them, or none that means it. */
const TIMES: ReadonlySet<string> = new Set(['at', 'when', 'every', 'for']);

/**
 * Reads what is done to a simulation, in the words of the chaos toolkit: an action, how much of it, then clauses in any order: `at` a
 * time, `every` so often from then on, `when` a count has come so far, `for` how long. As in `kill 50% at 60s`, `loss 10% at 30s for 1m`
 * or `scale 100 when restarts>=50`.
 * @throws {SimulatorError} SIMULATOR_INTERVENTION, naming what is expected and what was got. Ranges are checked with the settings.
 */
export function parseIntervention(text: string, parseMs: ParseMs): Intervention {
  const [name = '', ...words] = text.trim().split(/\s+/);
  const type = (Object.keys(EXAMPLES) as Action['type'][]).find((each) => each === name);
  if (type === undefined)
    throw wrong(`one of ${Object.keys(EXAMPLES).join(', ')}, as in ${EXAMPLES.kill}`, text);
  // A clause where an amount should be is no amount.
  const hasValue = type !== 'close-service' && !TIMES.has(words[0] ?? '');
  const value = hasValue ? (words.shift() ?? '') : '';
  const clauses = readClauses(words, type, text);
  const readMs = (clause: string): number | undefined => {
    const word = clauses.get(clause);
    return word === undefined ? undefined : durationOf(word, parseMs, text);
  };
  const action = readAction(type, value, {
    parseMs,
    text,
    caps: capsOf(clauses, text),
    forMs: readMs('for'),
  });
  return { moment: readMoment(clauses, readMs, text), action };
}

function readClauses(
  words: readonly string[],
  type: Action['type'],
  text: string,
): ReadonlyMap<string, string> {
  const known = ['at', 'when', ...CLAUSES[type]];
  const clauses = new Map<string, string>();
  for (let index = 0; index < words.length; index++) {
    const clause = words[index]!;
    if (!known.includes(clause)) {
      throw wrong(`${known.join(', ')} behind ${type}, as in ${EXAMPLES[type]}`, text);
    }
    if (clauses.has(clause)) throw wrong(`${clause} once`, text);
    clauses.set(clause, clause === 'allow-last-ready' ? '' : (words[++index] ?? ''));
  }
  return clauses;
}

type Around = Readonly<{ parseMs: ParseMs; text: string; caps: Caps; forMs: number | undefined }>;

function readAction(type: Action['type'], value: string, { parseMs, text, caps, forMs }: Around): Action {
  const ends = forMs === undefined ? {} : { forMs };
  switch (type) {
    case 'kill':
      return { type, amount: amountOf(value, type, text), ...caps };
    case 'disconnect':
      return { type, amount: amountOf(value, type, text), ...ends, ...caps };
    case 'delay':
      return { type, delayMs: rangeOf(value, parseMs, text), ...ends };
    case 'loss':
      return { type, share: percentOf(value, type, text) / 100, ...ends };
    case 'scale':
      return { type, pods: countOf(value, type, text) };
    case 'close-service':
      return { type, ...ends };
  }
}

function readMoment(
  clauses: ReadonlyMap<string, string>,
  readMs: (clause: string) => number | undefined,
  text: string,
): Moment {
  const condition = clauses.get('when');
  const everyMs = readMs('every');
  if (everyMs !== undefined && everyMs < MIN_EVERY_MS) throw wrong(`every ${MIN_EVERY_MS} ms at most`, text);
  const atMs = readMs('at') ?? everyMs;
  if (condition === undefined) {
    if (atMs === undefined) throw wrong('when it is done: at 60s, every 30s or when infected>=10', text);
    return everyMs === undefined ? { atMs } : { atMs, everyMs };
  }
  if (atMs !== undefined) throw wrong('either when or a time, not both', text);
  const [, count, sign, number] = /^([a-z]+)(>=|<=)(\d{1,12})$/.exec(condition) ?? [];
  if (!CONDITION_COUNTS.some((each) => each === count)) {
    throw wrong(`when with a count of ${CONDITION_COUNTS.join(', ')}, as in infected>=10 or ready<=5`, text);
  }
  const known = count as ConditionCount;
  return sign === '>=' ? { count: known, least: Number(number) } : { count: known, most: Number(number) };
}

function capsOf(clauses: ReadonlyMap<string, string>, text: string): Caps {
  const percent = clauses.get('max-percent');
  return {
    ...(percent === undefined ? {} : { maxPercent: percentOf(percent, 'max-percent', text) }),
    ...(clauses.has('allow-last-ready') ? { allowLastReady: true } : {}),
  };
}

function amountOf(word: string, name: string, text: string): Amount {
  return word.endsWith('%')
    ? { percent: percentOf(word, name, text) }
    : { count: countOf(word, name, text, ' or a percentage') };
}

function countOf(word: string, name: string, text: string, or = ''): number {
  const count = /^\d{1,8}$/.test(word) ? Number(word) : Infinity;
  if (count >= (name === 'scale' ? 0 : 1) && count <= MAX_PODS) return count;
  throw wrong(`a whole number${or} behind ${name}`, text);
}

function percentOf(word: string, name: string, text: string): number {
  const [, digits = ''] = /^(\d{1,3}(?:\.\d{1,6})?)%?$/.exec(word) ?? [];
  if (digits !== '' && Number(digits) > 0 && Number(digits) <= 100) return Number(digits);
  throw wrong(`a percentage behind ${name}, above 0 and up to 100, as 10%`, text);
}

function rangeOf(word: string, parseMs: ParseMs, text: string): Range {
  const [least = '', most = least] = word.split('..');
  return [durationOf(least, parseMs, text), durationOf(most, parseMs, text)];
}

function durationOf(word: string, parseMs: ParseMs, text: string): number {
  const valueMs = parseMs(word);
  if (valueMs !== undefined) return valueMs;
  throw wrong(`a duration such as 500ms, 10s or 2m for ${JSON.stringify(word)}`, text);
}

function wrong(expected: string, got: string): SimulatorError {
  return new SimulatorError(
    'SIMULATOR_INTERVENTION',
    `--intervene expects ${expected}, got ${JSON.stringify(got)}`,
  );
}
