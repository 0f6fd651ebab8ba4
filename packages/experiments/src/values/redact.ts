import { isObject, type Json, type JsonObject } from '../json.ts';

/** What stands in the place of a secret. */
export const REDACTED = '***';

/** A secret this short is hidden only where it is the whole of a text: it stands in every other word. */
const MIN_PART = 4;

/** Takes secrets out of what leaves the process: journals, reports, lines, hooks. */
export type Redactor = Readonly<{
  text: (text: string) => string;
  json: <T extends Json>(value: T) => T;
}>;

/**
 * Makes a redactor for all values of these secrets, at any depth. They are found as they are, and as base64, in a URL and
 * in JSON have them.
 */
export function createRedactor(secrets: JsonObject): Redactor {
  const plain = [...new Set(leavesOf(secrets))].filter((text) => text !== '');
  const whole = new Set(plain);
  const forms = plain.filter((text) => text.length >= MIN_PART).flatMap(formsOf);
  // The longest first: a secret may be the beginning of another.
  const parts = [...new Set(forms)].toSorted((left, right) => right.length - left.length);
  const pattern = parts.length === 0 ? undefined : new RegExp(parts.map(escaped).join('|'), 'g');
  const text = (given: string): string => {
    if (whole.has(given)) return REDACTED;
    return pattern === undefined ? given : given.replaceAll(pattern, REDACTED);
  };
  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return whole.has(String(value)) ? REDACTED : value;
    if (Array.isArray(value)) return value.map((each) => json(each as Json));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [text(key), json(each)]));
  };
  return { text, json: json as Redactor['json'] };
}

/** A text as a part of a pattern. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** All texts and numbers; what only says where a secret comes from is none. */
function leavesOf(value: Json): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap((each) => leavesOf(each as Json));
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [];
}

function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    ...(text.includes('\n') ? text.split('\n').filter((line) => line.trim().length >= MIN_PART) : []),
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}
