import { usageError } from '../../../errors.ts';
import type { NetemSpec } from '../spec.ts';
import {
  parseBitsPerSecond,
  parseCount,
  parseMicroseconds,
  parsePercent,
  parseSize,
  parseSlotMicroseconds,
} from './units.ts';
import { validateNetem } from './validate.ts';

type Draft = Record<string, Record<string, unknown> | number | undefined>;
type Reading = Readonly<{ read: (word: string) => number | undefined; what: string }>;

const TIME: Reading = { read: parseMicroseconds, what: 'a time such as 100ms' };
const SLOT_TIME: Reading = { read: parseSlotMicroseconds, what: 'a time such as 800us' };
const PERCENT: Reading = { read: parsePercent, what: 'per cent such as 25%' };
const RATE: Reading = { read: parseBitsPerSecond, what: 'a rate such as 1mbit' };
const SIZE: Reading = { read: parseSize, what: 'a size such as 1000' };
const COUNT: Reading = { read: parseCount, what: 'a whole number' };

/** In tc's own order, which decides what an abbreviation means: `d` is delay, `r` is reorder. */
const KEYWORDS: readonly (readonly [string, (words: Words, draft: Draft) => void])[] = [
  ['limit', (words, draft) => set(draft, 'limit', words.number('limit', SIZE))],
  ['latency', readDelay],
  ['delay', readDelay],
  ['loss', readLoss],
  ['drop', readLoss],
  ['ecn', (_, draft) => add(draft, 'loss', 'ecn', true)],
  ['reorder', (words, draft) => readChance(words, draft, 'reorder')],
  ['corrupt', (words, draft) => readChance(words, draft, 'corrupt')],
  ['gap', (words, draft) => add(draft, 'reorder', 'gap', words.number('gap', COUNT))],
  ['duplicate', (words, draft) => readChance(words, draft, 'duplicate')],
  [
    'distribution',
    (words, draft) => add(draft, 'delay', 'distribution', words.next('distribution', 'its name')),
  ],
  ['rate', readRate],
  ['slot', readSlot],
];

/**
 * Reads netem's parameters as a user writes them after `tc qdisc add dev X root netem`, in tc-netem(8)'s grammar and
 * with its units and abbreviations. A parameter given twice is an error, for tc would keep only the last.
 *
 * @throws {ChaosError} CHAOS_USAGE which says what was expected where, also for what `validateNetem` refuses.
 */
export function parseNetem(words: readonly string[]): NetemSpec {
  const draft: Draft = {};
  const rest = new Words(words);
  for (let word = rest.take(); word !== undefined; word = rest.take()) {
    const keyword = word;
    const known = KEYWORDS.find(([name]) => keyword !== '' && name.startsWith(keyword));
    if (known === undefined)
      throw usageError(`netem: expected ${KEYWORDS.map(([name]) => name).join(', ')}, got "${keyword}"`);
    known[1](rest, draft);
  }
  return validateNetem(draft);
}

function readDelay(words: Words, draft: Draft): void {
  add(draft, 'delay', 'timeUs', words.number('delay', TIME));
  addOptional(words, draft, 'delay', [
    ['jitterUs', TIME],
    ['correlation', PERCENT],
  ]);
}

function readLoss(words: Words, draft: Draft): void {
  const word = words.next('loss', 'random, state, gemodel or per cent');
  const model = ['random', 'state', 'gemodel'].find((name) => name === word) ?? 'random';
  // The old way, `loss 5%`, is still the most used one.
  if (word !== model) words.back();
  add(draft, 'loss', 'model', model);
  if (model === 'random') {
    add(draft, 'loss', 'percent', words.number('loss', PERCENT));
    addOptional(words, draft, 'loss', [['correlation', PERCENT]]);
    return;
  }
  const [first, ...others] =
    model === 'state' ? ['p13', 'p31', 'p32', 'p23', 'p14'] : ['p', 'r', 'oneMinusH', 'oneMinusK'];
  add(draft, 'loss', first, words.number(`loss ${model}`, PERCENT));
  addOptional(
    words,
    draft,
    'loss',
    others.map((name) => [name, PERCENT] as const),
  );
}

function readChance(words: Words, draft: Draft, name: 'reorder' | 'corrupt' | 'duplicate'): void {
  add(draft, name, 'percent', words.number(name, PERCENT));
  addOptional(words, draft, name, [['correlation', PERCENT]]);
}

function readRate(words: Words, draft: Draft): void {
  add(draft, 'rate', 'bitsPerSecond', words.number('rate', RATE));
  addOptional(words, draft, 'rate', [
    ['packetOverhead', COUNT],
    ['cellSize', COUNT],
    ['cellOverhead', COUNT],
  ]);
}

function readSlot(words: Words, draft: Draft): void {
  if (words.peek() === 'distribution') {
    words.take();
    add(draft, 'slot', 'distribution', words.next('slot distribution', 'its name'));
    add(draft, 'slot', 'delayUs', words.number('slot distribution', SLOT_TIME));
    add(draft, 'slot', 'jitterUs', words.number('slot distribution', SLOT_TIME));
  } else {
    add(draft, 'slot', 'minUs', words.number('slot', SLOT_TIME));
    addOptional(words, draft, 'slot', [['maxUs', SLOT_TIME]]);
  }
  for (const [name, reading] of [
    ['packets', COUNT],
    ['bytes', SIZE],
  ] as const) {
    if (!words.nextIs(name)) continue;
    words.take();
    add(draft, 'slot', name, words.number(`slot ${name}`, reading));
  }
}

/** Takes as many numbers as follow: tc knows by the first character whether the next word is one. */
function addOptional(
  words: Words,
  draft: Draft,
  part: string,
  fields: readonly (readonly [string, Reading])[],
): void {
  for (const [name, reading] of fields) {
    if (!/^-?[0-9]/.test(words.peek() ?? '')) return;
    add(draft, part, name, words.number(part, reading));
  }
}

function add(draft: Draft, part: string, name: string, value: unknown): void {
  const fields = draft[part] ?? {};
  if (typeof fields !== 'object' || name in fields)
    throw usageError(`netem: expected ${part} once, got it twice`);
  draft[part] = { ...fields, [name]: value };
}

function set(draft: Draft, name: string, value: number): void {
  if (draft[name] !== undefined) throw usageError(`netem: expected ${name} once, got it twice`);
  draft[name] = value;
}

/** The words that are left. */
class Words {
  readonly #words: readonly string[];
  #index = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  take(): string | undefined {
    return this.#words[this.#index++];
  }

  peek(): string | undefined {
    return this.#words[this.#index];
  }

  back(): void {
    this.#index--;
  }

  /** Says whether the next word is this keyword or an abbreviation of it. */
  nextIs(keyword: string): boolean {
    const word = this.peek() ?? '';
    return word !== '' && keyword.startsWith(word);
  }

  next(after: string, what: string): string {
    const word = this.take();
    if (word === undefined) throw usageError(`netem ${after}: expected ${what}, got nothing`);
    return word;
  }

  number(after: string, { read, what }: Reading): number {
    const word = this.next(after, what);
    const value = read(word);
    if (value === undefined || !Number.isFinite(value))
      throw usageError(`netem ${after}: expected ${what}, got "${word}"`);
    return value;
  }
}
