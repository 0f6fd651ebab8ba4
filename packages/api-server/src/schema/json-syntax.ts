import { MAX_DEPTH } from './scan.ts';

const NUMBER_STATES: Readonly<Record<string, readonly [RegExp, string, string?][]>> = {
  start: [
    [/-/, 'minus'],
    [/0/, 'zero'],
    [/[1-9]/, 'whole'],
  ],
  minus: [
    [/0/, 'zero'],
    [/[1-9]/, 'whole'],
  ],
  zero: [
    [/\./, 'point'],
    [/[eE]/, 'exponent'],
  ],
  whole: [
    [/\d/, 'whole'],
    [/\./, 'point'],
    [/[eE]/, 'exponent'],
  ],
  point: [[/\d/, 'fraction']],
  fraction: [
    [/\d/, 'fraction'],
    [/[eE]/, 'exponent'],
  ],
  exponent: [
    [/[-+]/, 'sign'],
    [/\d/, 'power'],
  ],
  sign: [[/\d/, 'power']],
  power: [[/\d/, 'power']],
};

/** What a character must continue, in the words of Go; states not named here may end a number. */
const NUMBER_PLACES: Readonly<Record<string, string>> = {
  minus: 'in numeric literal',
  point: 'after decimal point in numeric literal',
  exponent: 'in exponent of numeric literal',
  sign: 'in exponent of numeric literal',
};

/** A text that is not JSON; the message is the one of Go's encoding/json. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

/** A character as Go's quoteChar writes it; of what is no ASCII the first byte. */
function quoted(character: string): string {
  if (character === "'") return "'\\''";
  if (character === '"') return "'\"'";
  const byte = Buffer.from(character)[0] ?? 0;
  const text = JSON.stringify(String.fromCharCode(byte)).slice(1, -1);
  return `'${text.replace(/^\\u00(..)$/, '\\x$1')}'`;
}

/**
 * Says, as Go's encoding/json does, why a text is not JSON. Slow and exact: meant for texts that JSON.parse has
 * refused. Source: Go's encoding/json/scanner.go.
 */
export function jsonSyntaxError(text: string): JsonSyntaxError {
  let at = 0;
  const stop = (where: string): never => {
    const code = text.codePointAt(at);
    if (code === undefined) throw new JsonSyntaxError('unexpected end of JSON input');
    throw new JsonSyntaxError(`invalid character ${quoted(String.fromCodePoint(code))} ${where}`);
  };
  const skipSpace = (): void => {
    while (/[ \t\r\n]/.test(text.charAt(at))) at += 1;
  };
  const readString = (): void => {
    for (at += 1; text[at] !== '"'; at += 1) {
      if (at >= text.length || text.charCodeAt(at) < 32) stop('in string literal');
      if (text[at] !== '\\') continue;
      at += 1;
      if (text[at] === 'u') {
        for (let digit = 0; digit < 4; digit += 1) {
          at += 1;
          if (!/[0-9a-fA-F]/.test(text.charAt(at))) stop('in \\u hexadecimal character escape');
        }
      } else if (!/["\\/bfnrt]/.test(text.charAt(at))) stop('in string escape code');
    }
    at += 1;
  };
  const readNumber = (): void => {
    let state = 'start';
    for (;;) {
      const next = NUMBER_STATES[state]?.find(([pattern]) => pattern.test(text.charAt(at)));
      if (next === undefined) break;
      [, state] = next;
      at += 1;
    }
    const place = NUMBER_PLACES[state];
    if (place !== undefined) stop(place);
  };
  const readWord = (word: string): void => {
    for (let index = 1; index < word.length; index += 1) {
      at += 1;
      if (text[at] !== word[index]) stop(`in literal ${word} (expecting '${word[index]}')`);
    }
    at += 1;
  };
  const readList = (depth: number): void => {
    at += 1;
    skipSpace();
    if (text[at] !== ']') {
      for (;;) {
        readValue(depth);
        skipSpace();
        if (text[at] !== ',') break;
        at += 1;
      }
      if (text[at] !== ']') stop('after array element');
    }
    at += 1;
  };
  const readObject = (depth: number): void => {
    at += 1;
    skipSpace();
    if (text[at] !== '}') {
      for (;;) {
        skipSpace();
        if (text[at] !== '"') stop('looking for beginning of object key string');
        readString();
        skipSpace();
        if (text[at] !== ':') stop('after object key');
        at += 1;
        readValue(depth);
        skipSpace();
        if (text[at] !== ',') break;
        at += 1;
      }
      if (text[at] !== '}') stop('after object key:value pair');
    }
    at += 1;
  };
  const readValue = (depth: number): void => {
    if (depth > MAX_DEPTH) throw new JsonSyntaxError('exceeded max depth');
    skipSpace();
    const first = text.charAt(at);
    if (first === '{') readObject(depth + 1);
    else if (first === '[') readList(depth + 1);
    else if (first === '"') readString();
    else if (/[-\d]/.test(first)) readNumber();
    else if (first === 't') readWord('true');
    else if (first === 'f') readWord('false');
    else if (first === 'n') readWord('null');
    else stop('looking for beginning of value');
  };
  try {
    readValue(0);
    skipSpace();
    stop('after top-level value');
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
  return new JsonSyntaxError('invalid JSON');
}
