import { pathText } from './check.ts';

/** How deep objects and lists may lie in each other; a field of the API lies less than 20 deep. */
export const MAX_DEPTH = 1000;

/** The most duplicate fields that are told of. Source: sigs.k8s.io/json (saveStrictError). */
const MAX_DUPLICATES = 100;

/** How often it is worked out where a duplicate is, which takes as long as it lies deep; one place may come often. */
const MAX_PLACES = 1_000;

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

type Level = {
  /** Keys met, for an object; undefined for a list. */
  keys: Set<string> | undefined;
  key: string;
  index: number;
};

/** Where the string that begins at `start` ends: at the index of its closing quote. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  for (;;) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
}

/** What JSON.parse does not tell of a text. */
export type JsonScan = Readonly<{
  /** Paths of fields that an object has twice, in the order of the second: `metadata.labels.app`. */
  duplicates: string[];
  /** Whether it is deeper than MAX_DEPTH. */
  tooDeep: boolean;
}>;

function place(levels: readonly Level[]): string {
  return pathText(levels.map(({ keys, key, index }) => (keys === undefined ? index : key)));
}

/** Looks through a text that JSON.parse has accepted. */
export function scanJson(text: string): JsonScan {
  const levels: Level[] = [];
  const duplicates = new Set<string>();
  let places = 0;
  let level: Level | undefined;
  let atKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (atKey && level?.keys !== undefined) {
        const raw = text.slice(at + 1, end);
        level.key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
        if (!level.keys.has(level.key)) level.keys.add(level.key);
        else if (duplicates.size < MAX_DUPLICATES && places++ < MAX_PLACES) duplicates.add(place(levels));
        atKey = false;
      }
      at = end;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (levels.length >= MAX_DEPTH) return { duplicates: [...duplicates], tooDeep: true };
      atKey = code === OPEN_OBJECT;
      level = { keys: atKey ? new Set() : undefined, key: '', index: 0 };
      levels.push(level);
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      levels.pop();
      level = levels.at(-1);
      atKey = false;
    } else if (code === COMMA && level !== undefined) {
      if (level.keys === undefined) level.index += 1;
      else atKey = true;
    }
  }
  return { duplicates: [...duplicates], tooDeep: false };
}
