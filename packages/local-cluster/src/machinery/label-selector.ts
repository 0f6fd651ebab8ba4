import type { LabelSelector } from './objects.ts';

/** One condition on a label. */
export type LabelRequirement = Readonly<{
  key: string;
  operator: 'in' | 'notin' | 'exists' | '!';
  values: readonly string[];
}>;

/** Labels as objects carry them. */
export type Labels = Readonly<Record<string, string>> | undefined;

/** A selector that cannot be read, with what was expected and got. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

const KEY = String.raw`(?:[A-Za-z0-9][-A-Za-z0-9.]{0,252}/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`;
const VALUE = String.raw`(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?`;
const REQUIREMENT = new RegExp(
  String.raw`^\s*(?:(?<absent>!)\s*(?<absentKey>${KEY})|(?<key>${KEY})(?:\s*(?<equality>==|=|!=)\s*(?<value>${VALUE})|\s+(?<set>in|notin)\s*\((?<values>[^()]*)\))?)\s*$`,
);
const WHOLE_VALUE = new RegExp(`^${VALUE}$`);

/**
 * Reads `app=podder,role in (a, b),!sick`: requirements that must all hold; the empty selector has none.
 *
 * Source: apimachinery/pkg/labels/selector.go.
 * @throws {SelectorError} where it is malformed.
 */
export function parseLabelSelector(text: string): LabelRequirement[] {
  if (text.trim() === '') return [];
  return splitOutsideBrackets(text).map((part) => parseRequirement(part));
}

function parseRequirement(part: string): LabelRequirement {
  const groups = REQUIREMENT.exec(part)?.groups;
  if (groups === undefined) {
    throw new SelectorError(
      `unable to parse requirement: expected a label's key, =, ==, !=, in (...), notin (...) or !, got ${JSON.stringify(part)}`,
    );
  }
  const { absentKey, key = '', equality, value = '', set, values = '' } = groups;
  if (absentKey !== undefined) return { key: absentKey, operator: '!', values: [] };
  if (equality !== undefined) return { key, operator: equality === '!=' ? 'notin' : 'in', values: [value] };
  if (set === undefined) return { key, operator: 'exists', values: [] };
  const list = values.split(',').map((item) => item.trim());
  const wrong = list.find((item) => !WHOLE_VALUE.test(item));
  if (wrong !== undefined) {
    throw new SelectorError(
      `unable to parse requirement: expected a label's value, got ${JSON.stringify(wrong)}`,
    );
  }
  return { key, operator: set === 'in' ? 'in' : 'notin', values: list };
}

function splitOutsideBrackets(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Says whether labels meet all requirements. A label that is absent meets `!=` and `notin`. */
export function matchesLabels(requirements: readonly LabelRequirement[], labels: Labels): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels?.[key];
    if (operator === 'exists') return value !== undefined;
    if (operator === '!') return value === undefined;
    const isIn = value !== undefined && values.includes(value);
    return operator === 'in' ? isIn : !isIn;
  });
}

const OPERATORS = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' } as const;

/**
 * The requirements of the selector of a Deployment or ReplicaSet. An empty selector has none and so matches all.
 *
 * Source: apimachinery/pkg/apis/meta/v1/helpers.go (`LabelSelectorAsSelector`).
 */
export function requirementsOf(selector: LabelSelector | undefined): LabelRequirement[] {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]): LabelRequirement => ({
    key,
    operator: 'in',
    values: [value],
  }));
  const expressions = (selector?.matchExpressions ?? []).map(
    ({ key, operator, values }): LabelRequirement => ({
      key,
      operator: OPERATORS[operator as keyof typeof OPERATORS],
      values: values ?? [],
    }),
  );
  return [...labels, ...expressions];
}

/** Writes requirements as `-l` takes them, sorted by key, as in the `scale` subresource. */
export function formatLabelSelector(requirements: readonly LabelRequirement[]): string {
  return requirements
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, operator, values }) => {
      if (operator === 'exists') return key;
      if (operator === '!') return `!${key}`;
      if (values.length === 1) return `${key}${operator === 'in' ? '=' : '!='}${values[0]}`;
      return `${key} ${operator} (${values.toSorted().join(',')})`;
    })
    .join(',');
}
