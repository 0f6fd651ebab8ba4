import { CONDITION_COUNTS, type Action } from '../../engine/intervention.ts';
import {
  MAX_DELAY_MS,
  MAX_INTERVENTIONS,
  MAX_MACHINE_MS,
  MAX_PODS,
  MAX_UNTIL_MS,
  MIN_EVERY_MS,
} from '../limits.ts';
import { isWhole } from '../whole.ts';

/** Why a value can't be a list of interventions: the place and what is expected there; undefined where it can. */
export type Wrong = Readonly<{ place: string; expected: string; got: unknown }>;

/** What a field has to be. */
type Rule = Readonly<{ expected: string; takes: (value: unknown) => boolean }>;

const DURATION = whole('whole milliseconds', 1, MAX_DELAY_MS);
const PERCENT: Rule = {
  expected: 'a number above 0, up to 100',
  takes: (value) => typeof value === 'number' && value > 0 && value <= 100,
};
const CAPS: Fields = {
  maxPercent: optional(PERCENT),
  allowLastReady: optional({ expected: 'true or false', takes: (value) => typeof value === 'boolean' }),
};
const AMOUNT: Rule = {
  expected: `{"count": 1 to ${MAX_PODS}}, {"percent": above 0, up to 100} or {"pods": [0 to ${MAX_PODS - 1}]}`,
  takes: (value) => {
    const { count, percent, pods, ...others } = fieldsOf(value);
    if (Object.keys(others).length > 0) return false;
    if (pods !== undefined) {
      const isList = Array.isArray(pods) && pods.every((pod) => isWhole(pod, 0, MAX_PODS - 1));
      return isList && new Set(pods).size === pods.length && count === undefined && percent === undefined;
    }
    return count === undefined
      ? PERCENT.takes(percent)
      : percent === undefined && isWhole(count, 1, MAX_PODS);
  },
};

type Fields = Readonly<Record<string, Rule>>;

const ACTIONS: Readonly<Record<Action['type'], Fields>> = {
  kill: { amount: AMOUNT, ...CAPS },
  disconnect: { amount: AMOUNT, forMs: optional(DURATION), ...CAPS },
  delay: {
    delayMs: {
      expected: `the least and the most, whole milliseconds from 0 to ${MAX_MACHINE_MS}`,
      takes: (value) =>
        Array.isArray(value) &&
        value.length === 2 &&
        value.every((end) => isWhole(end, 0, MAX_MACHINE_MS)) &&
        value[0] <= value[1],
    },
    forMs: optional(DURATION),
  },
  loss: {
    share: {
      expected: 'a number from 0 to 1',
      takes: (value) => typeof value === 'number' && value >= 0 && value <= 1,
    },
    forMs: optional(DURATION),
  },
  scale: { pods: whole('a whole number', 0, MAX_PODS) },
  'close-service': { forMs: optional(DURATION) },
};

const TIMED: Fields = {
  atMs: whole('whole milliseconds', 0, MAX_UNTIL_MS),
  everyMs: optional(whole('whole milliseconds', MIN_EVERY_MS, MAX_DELAY_MS)),
};
const COUNT: Rule = {
  expected: CONDITION_COUNTS.join(' or '),
  takes: (value) => CONDITION_COUNTS.some((count) => count === value),
};
const RISEN: Fields = { count: COUNT, least: whole('a whole number', 0, Number.MAX_SAFE_INTEGER) };
const FALLEN: Fields = { count: COUNT, most: whole('a whole number', 0, Number.MAX_SAFE_INTEGER) };

/** Looks for what is wrong with a list of interventions: the first of it. */
export function wrongWithInterventions(value: unknown): Wrong | undefined {
  if (!Array.isArray(value) || value.length > MAX_INTERVENTIONS) {
    return { place: '', expected: `a list of at most ${MAX_INTERVENTIONS} interventions`, got: value };
  }
  for (const [index, each] of value.entries()) {
    const { moment, action, ...others } = fieldsOf(each);
    const place = `[${index}]`;
    if (Object.keys(others).length > 0) return { place, expected: 'moment and action alone', got: each };
    const wrong = wrongWithMoment(moment, `${place}.moment`) ?? wrongWithAction(action, `${place}.action`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function wrongWithMoment(moment: unknown, place: string): Wrong | undefined {
  const fields = fieldsOf(moment);
  if ('atMs' in fields) return wrongFields(fields, TIMED, place);
  if ('count' in fields) return wrongFields(fields, 'most' in fields ? FALLEN : RISEN, place);
  return { place, expected: '{"atMs": 60000} or {"count": "infected", "least": 10}', got: moment };
}

function wrongWithAction(action: unknown, place: string): Wrong | undefined {
  const { type, ...fields } = fieldsOf(action);
  if (typeof type !== 'string' || !Object.hasOwn(ACTIONS, type)) {
    return { place: `${place}.type`, expected: Object.keys(ACTIONS).join(' or '), got: type };
  }
  return wrongFields(fields, ACTIONS[type as Action['type']], place);
}

function wrongFields(
  fields: Readonly<Record<string, unknown>>,
  rules: Fields,
  place: string,
): Wrong | undefined {
  const strange = Object.keys(fields).find((name) => !Object.hasOwn(rules, name));
  if (strange !== undefined) {
    return { place, expected: `no other field than ${Object.keys(rules).join(', ')}`, got: strange };
  }
  for (const [name, { expected, takes }] of Object.entries(rules)) {
    if (!takes(fields[name])) return { place: `${place}.${name}`, expected, got: fields[name] };
  }
  return undefined;
}

function optional({ expected, takes }: Rule): Rule {
  return { expected, takes: (value) => value === undefined || takes(value) };
}

function whole(kind: string, least: number, most: number): Rule {
  return { expected: `${kind} from ${least} to ${most}`, takes: (value) => isWhole(value, least, most) };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
