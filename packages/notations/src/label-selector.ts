import { readRequirements, type Reading } from './selector-grammar.ts';

/** One condition on a label or an annotation. */
export type LabelRequirement = Readonly<{
  key: string;
  operator: 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  values: readonly string[];
}>;

/** Labels, or annotations, as objects carry them. */
export type Labels = Readonly<Record<string, string>> | undefined;

/** A selector as objects of the API hold it. */
export type LabelSelector = Readonly<{
  matchLabels?: Readonly<Record<string, string>> | undefined;
  matchExpressions?:
    | readonly Readonly<{ key: string; operator: string; values?: readonly string[] | undefined }>[]
    | undefined;
}>;

/** A selector that cannot be read, with what was expected and got. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

/** A whole number as Go reads one into 64 bits. */
const INTEGER = /^[+-]?\d+$/;
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/**
 * Reads `app=podder,role in (a, b),!sick,size>3`: requirements that must all hold; none in a text of blanks. Annotations have
 * the same keys as labels, but may hold any text.
 *
 * Source: staging/src/k8s.io/apimachinery/pkg/labels/selector.go (`Parse`).
 * @throws {SelectorError} where it is malformed, naming the part.
 */
export function parseLabelSelector(text: string, subject: Reading['subject'] = 'label'): LabelRequirement[] {
  return readRequirements({
    text,
    subject,
    isInteger: (value) => integerOf(value) !== undefined,
    wrong: (expected, got) =>
      new SelectorError(`${subject} selector ${JSON.stringify(text)}: expected ${expected}, got ${got}`),
  });
}

/**
 * Says whether labels meet all requirements. A label that is absent meets `!=` and `notin`.
 *
 * Source: selector.go (`Requirement.Matches`).
 */
export function matchesLabels(requirements: readonly LabelRequirement[], labels: Labels): boolean {
  return requirements.every(({ key, operator, values }) => {
    // What every JavaScript object has, such as `constructor`, is no label.
    const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case '!':
        return value === undefined;
      case 'in':
        return value !== undefined && values.includes(value);
      case 'notin':
        return value === undefined || !values.includes(value);
      default:
        return isBeyond(value, operator, values[0]);
    }
  });
}

function isBeyond(value: string | undefined, operator: '>' | '<', limit: string | undefined): boolean {
  const [number, bound] = [integerOf(value), integerOf(limit)];
  if (number === undefined || bound === undefined) return false;
  return operator === '>' ? number > bound : number < bound;
}

/** Source: Go's strconv.ParseInt, base 10 and 64 bits. */
function integerOf(text: string | undefined): bigint | undefined {
  if (text === undefined || !INTEGER.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value >= LEAST && value <= MOST ? value : undefined;
}

const OPERATORS: ReadonlyMap<string, LabelRequirement['operator']> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/**
 * The requirements of the selector of a Deployment, say. An empty one has none and so matches all; an operator that is none
 * matches nothing.
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
    ({ key, operator: written, values = [] }): LabelRequirement => {
      const operator = OPERATORS.get(written);
      return operator === undefined ? { key, operator: 'in', values: [] } : { key, operator, values };
    },
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
      if (operator === '>' || operator === '<') return `${key}${operator}${values[0]}`;
      if (values.length === 1) return `${key}${operator === 'in' ? '=' : '!='}${values[0]}`;
      return `${key} ${operator} (${values.toSorted().join(',')})`;
    })
    .join(',');
}
