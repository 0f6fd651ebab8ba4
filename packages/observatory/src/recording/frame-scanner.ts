import type { FramePacker } from '../model/frame-packer.ts';
import { COURSE_FIELDS, INFECTION_FIELDS } from '../model/packed-frames.ts';
import { UNKNOWN } from '../protocol/codes.ts';
import { LONGEST_SCANNED, MOST_NUMBERED } from './limits.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (character: string): number => character.charCodeAt(0);

const QUOTE = codeOf('"');
const COMMA = codeOf(',');
const MINUS = codeOf('-');
const ZERO = codeOf('0');
const OPEN = codeOf('[');
const CLOSE = codeOf(']');
const LOWER_A = codeOf('a');
const LOWER_N = codeOf('n');
const BEGINNING = bytesOf('{"frame":{');
const END = bytesOf('}}');
const NULL = bytesOf('null');

/** What a frame says that is put into columns. */
const [N, T, I, C, Y, R, INF, COURSE] = [0, 1, 2, 3, 4, 5, 6, 7];
const NAMES = ['n', 't', 'i', 'c', 'y', 'r', 'inf', 'course'].map((name) => bytesOf(`"${name}":`));

/** More digits are not exact in a number. */
const MOST_DIGITS = 15;
const CONTAINER_DIGITS = 12;

/** Fields of a row that may be null: times that are not known, or have not come yet. */
const INFECTION_TIMES = [5, 7] as const;
const COURSE_TIMES = [1, 2] as const;

/** What a pod can be: numbers below these. */
const CONDITIONS = 8;
const READY = 2;

/**
 * Reads those lines of a recording that are frames as they are written, in which nothing but pods and infections has changed: from
 * bytes into columns, without any object between them, as nearly all of a long recording is such lines. Whatever is written in another
 * way, or wrong, is left to whoever reads any line and says what is wrong with it.
 */
export class FrameScanner {
  readonly #into: FramePacker;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(into: FramePacker) {
    this.#into = into;
  }

  /** Puts the line between two places into the packer where it is the frame with number `n`. Returns whether it was: else nothing is put. */
  scan(bytes: Uint8Array, from: number, end: number, n: number): boolean {
    const { put } = this.#into;
    const { changes, infections, courses } = put;
    this.#bytes = bytes;
    this.#at = from;
    if (end - from > LONGEST_SCANNED || !this.#passes(BEGINNING)) return false;
    // A number and what divides it from the next are two characters at least.
    const most = (end - from) >> 1;
    this.#into.reserve(most, Math.ceil(most / INFECTION_FIELDS), Math.ceil(most / COURSE_FIELDS));
    const tMs = this.#frame(n);
    if (tMs !== undefined && this.#at === end) {
      this.#into.end(n, tMs);
      return true;
    }
    Object.assign(put, { changes, infections, courses });
    return false;
  }

  /** Reads what the frame says, and returns when it was; undefined where it is not what is read here. */
  #frame(n: number): number | undefined {
    const into = this.#into;
    const { put } = into;
    const from = put.changes;
    /** How many numbers each has that was read. */
    const counts: (number | undefined)[] = [];
    let tMs = NaN;
    do {
      let name = 0;
      while (name < NAMES.length && (counts[name] !== undefined || !this.#passes(NAMES[name]!))) name++;
      let count = 1;
      if (name === N && this.#number() !== n) return undefined;
      else if (name === T) tMs = this.#number();
      else if (name === I) count = this.#numbers(into.pod, from, MOST_NUMBERED);
      else if (name === C) count = this.#numbers(into.condition, from, CONDITIONS);
      else if (name === Y) count = this.#numbers(into.ready, from, READY);
      else if (name === R) count = this.#numbers(into.restarts, from, Infinity);
      else if (name === INF) count = this.#infections();
      else if (name === COURSE) count = this.#courses();
      else if (name !== N) return undefined;
      if (count < 0 || Number.isNaN(count)) return undefined;
      counts[name] = count;
    } while (this.#passesOne(COMMA));
    if (counts[N] === undefined || Number.isNaN(tMs) || !this.#passes(END)) return undefined;
    for (const each of [C, Y, R]) if (counts[each] !== counts[I]) return undefined;
    put.changes += counts[I] ?? 0;
    return tMs;
  }

  #infections(): number {
    const { infection, container, put } = this.#into;
    const count = this.#rows(infection, put.infections, INFECTION_FIELDS, INFECTION_TIMES, container);
    put.infections += Math.max(0, count);
    return count;
  }

  #courses(): number {
    const { course, put } = this.#into;
    const count = this.#rows(course, put.courses, COURSE_FIELDS, COURSE_TIMES);
    put.courses += Math.max(0, count);
    return count;
  }

  /** Reads a list of whole numbers from 0 to below a limit into a column, and returns how many there are; -1 where it is none. */
  #numbers(into: Float64Array | Uint8Array, from: number, limit: number): number {
    if (!this.#passesOne(OPEN)) return -1;
    if (this.#passesOne(CLOSE)) return 0;
    const bytes = this.#bytes;
    let at = this.#at;
    let place = from;
    do {
      const first = at;
      let value = 0;
      for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) {
        value = value * 10 + digit;
      }
      if (!isNumber(bytes, first, at) || value >= limit) return -1;
      into[place++] = value;
    } while (bytes[at++] === COMMA);
    this.#at = at;
    return bytes[at - 1] === CLOSE ? place - from : -1;
  }

  /**
   * Reads a list of rows of so many numbers into a column, from a row on, and a container at the end of each where there is a column of
   * these; returns how many rows there are, -1 where it is none. Numbers from one field to another may be null, the first of
   * all is a number from 0 to below the limit.
   */
  #rows(
    into: Float64Array,
    from: number,
    width: number,
    [firstTime, lastTime]: readonly [first: number, last: number],
    containers?: Float64Array,
  ): number {
    if (!this.#passesOne(OPEN)) return -1;
    if (this.#passesOne(CLOSE)) return 0;
    const bytes = this.#bytes;
    let row = from;
    do {
      if (!this.#passesOne(OPEN)) return -1;
      let at = this.#at;
      for (let field = 0; field < width; field++) {
        if (field > 0 && bytes[at++] !== COMMA) return -1;
        if (bytes[at] === LOWER_N && field >= firstTime && field <= lastTime) {
          this.#at = at;
          if (!this.#passes(NULL)) return -1;
          at = this.#at;
          into[row * width + field] = NaN;
          continue;
        }
        const isNegative = bytes[at] === MINUS;
        if (isNegative) at++;
        const first = at;
        let value = 0;
        for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) {
          value = value * 10 + digit;
        }
        if (!isNumber(bytes, first, at)) return -1;
        if (field === 0 && (isNegative || value >= MOST_NUMBERED)) return -1;
        into[row * width + field] = isNegative ? -value : value;
      }
      this.#at = at;
      if (containers !== undefined) {
        const digits = this.#passesOne(COMMA) ? this.#container() : NaN;
        if (Number.isNaN(digits)) return -1;
        containers[row] = digits;
      }
      if (!this.#passesOne(CLOSE)) return -1;
      row++;
    } while (this.#passesOne(COMMA));
    return this.#passesOne(CLOSE) ? row - from : -1;
  }

  /** A whole number from 0 on; NaN where there is none. */
  #number(): number {
    const bytes = this.#bytes;
    const from = this.#at;
    let value = 0;
    for (; isDigit(bytes[this.#at]); this.#at++) value = value * 10 + bytes[this.#at]! - ZERO;
    return isNumber(bytes, from, this.#at) ? value : NaN;
  }

  /** Hexadecimal digits in quotes; NaN where there are none, or more than a container has. */
  #container(): number {
    if (!this.#passesOne(QUOTE)) return NaN;
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    let value = 0;
    for (; at - from <= CONTAINER_DIGITS; at++) {
      const byte = bytes[at]!;
      if (isDigit(byte)) value = value * 16 + byte - ZERO;
      else if (byte >= LOWER_A && byte < LOWER_A + 6) value = value * 16 + 10 + byte - LOWER_A;
      else break;
    }
    this.#at = at;
    if (at - from > CONTAINER_DIGITS || !this.#passesOne(QUOTE)) return NaN;
    return at === from ? UNKNOWN : value;
  }

  #passes(expected: Uint8Array): boolean {
    for (let place = 0; place < expected.length; place++) {
      if (this.#bytes[this.#at + place] !== expected[place]) return false;
    }
    this.#at += expected.length;
    return true;
  }

  #passesOne(expected: number): boolean {
    if (this.#bytes[this.#at] !== expected) return false;
    this.#at++;
    return true;
  }
}

/** Whether digits between two places are a number as JSON has them, and an exact one. */
function isNumber(bytes: Uint8Array, from: number, end: number): boolean {
  const digits = end - from;
  return digits > 0 && digits <= MOST_DIGITS && (digits === 1 || bytes[from] !== ZERO);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte < ZERO + 10;
}
