import type { Model } from '@pod-contagion/observatory';

type Test = (model: Model, row: number) => boolean;

const COMPARE: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
  '=': (value, wanted) => value === wanted,
};

/**
 * Numbers of the pods that a search finds, all of its words: a part of a name, `node=..`, `owner=..`, `is=..` (a condition),
 * `gen>3` (of any of its infections) or `restarts>=2`. Undefined where nothing is searched.
 */
export function findPods(
  model: Model,
  text: string,
  conditions: readonly string[],
): ReadonlySet<number> | undefined {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const tests = words.map((word) => testOf(model, word, conditions));
  const found = new Set<number>();
  for (let row = 0; row < model.pods.length; row++) {
    if (tests.every((test) => test(model, row))) found.add(row + model.pods.first);
  }
  return found;
}

function testOf(model: Model, word: string, conditions: readonly string[]): Test {
  const [, key = '', sign = '', value = ''] = /^([a-z]+)(>=|<=|=|>|<)(.*)$/.exec(word) ?? [];
  const compare = COMPARE[sign];
  if (compare === undefined) return ({ pods }, row) => pods.name[row]!.toLowerCase().includes(word);
  const number = Number(value);
  switch (key) {
    case 'name':
      return ({ pods }, row) => pods.name[row]!.toLowerCase().includes(value);
    case 'node':
      return ({ pods }, row) => pods.node[row]!.toLowerCase() === value;
    case 'owner':
      return ({ pods }, row) => pods.owner[row]!.toLowerCase() === value;
    case 'is': {
      const code = conditions.findIndex((condition) => condition.startsWith(value));
      return ({ pods }, row) => pods.condition.at(row) === code;
    }
    case 'restarts':
      return ({ pods }, row) => compare(pods.restarts.at(row), number);
    case 'gen':
    case 'generation': {
      const of = podsOfGeneration(model, (generation) => compare(generation, number));
      return ({ pods }, row) => of.has(row + pods.first);
    }
    default:
      return () => false;
  }
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
