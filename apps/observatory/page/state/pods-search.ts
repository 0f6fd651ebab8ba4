import { CODE, type Model, type Moment } from '@pod-contagion/observatory';

/** Where it is looked: all that is known, and what pods are at the moment that is shown. */
type Place = Readonly<{
  model: Model;
  moment: Pick<Moment, 'condition' | 'restarts'>;
  conditions: readonly string[];
}>;
type Test = (row: number) => boolean;

const COMPARE: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
  '=': (value, wanted) => value === wanted,
};

/**
 * Numbers of the pods that a search finds of those that are there, all of its words: a part of a name, `node=..`, `owner=..`, `is=..` (a condition),
 * `gen>3` (of any of its infections), `restarts>=2`, or a label: `label=KEY`, `label=KEY=VALUE`, and `KEY=VALUE` where the key is none of
 * these words. Undefined where nothing is searched.
 */
export function findPods(place: Place, text: string): ReadonlySet<number> | undefined {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const tests = words.map((word) => testOf(place, word));
  const found = new Set<number>();
  const { condition } = place.moment;
  for (let row = 0; row < condition.length; row++) {
    if (condition[row] !== CODE.gone && tests.every((test) => test(row))) {
      found.add(row + place.model.pods.first);
    }
  }
  return found;
}

function testOf({ model, moment, conditions }: Place, word: string): Test {
  const { pods } = model;
  const [, key = '', sign = '', value = ''] = /^([^<>=]+)(>=|<=|=|>|<)(.*)$/.exec(word) ?? [];
  const compare = COMPARE[sign];
  if (compare === undefined) return (row) => pods.name[row]!.toLowerCase().includes(word);
  const number = Number(value);
  switch (key) {
    case 'name':
      return (row) => pods.name[row]!.toLowerCase().includes(value);
    case 'node':
      return (row) => pods.node[row]!.toLowerCase() === value;
    case 'owner':
      return (row) => pods.owner[row]!.toLowerCase() === value;
    case 'is': {
      const code = conditions.findIndex((condition) => condition.startsWith(value));
      return (row) => moment.condition[row] === code;
    }
    case 'restarts':
      return (row) => compare(moment.restarts[row] ?? 0, number);
    case 'gen':
    case 'generation': {
      const of = podsOfGeneration(model, (generation) => compare(generation, number));
      return (row) => of.has(row + pods.first);
    }
    case 'label':
      return sign === '=' ? labelled(model, value) : nobody;
    default:
      return sign === '=' ? labelled(model, `${key}=${value}`) : nobody;
  }
}

const nobody: Test = () => false;

/** Whether a pod has a label, whatever its value where only a key is wanted. Each set of labels is looked at once. */
function labelled({ labelSets, pods }: Model, label: string): Test {
  const wanted = label.includes('=') ? `,${label},` : `,${label}=`;
  const hasIt = labelSets.map((set) => `,${set.toLowerCase()},`.includes(wanted));
  return (row) => hasIt[pods.labels.at(row)] === true;
}

function podsOfGeneration(
  { infections }: Model,
  isWanted: (generation: number) => boolean,
): ReadonlySet<number> {
  const pods = new Set<number>();
  for (let row = 0; row < infections.length; row++) {
    if (isWanted(infections.generation.at(row))) pods.add(infections.pod.at(row));
  }
  return pods;
}
