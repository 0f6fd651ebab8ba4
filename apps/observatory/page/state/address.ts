import { effect, type Signal } from '@preact/signals';

/** A part of the address: how a signal is written there, and read again. */
export type Shared = Readonly<{
  /** Undefined where it is as it would be without; asked within an effect, so that it is written whenever a signal in it changes. */
  write: () => string | undefined;
  /** Undefined where the address does not have it. */
  read: (text: string | undefined) => void;
  /** Whether the back button undoes a change of it. */
  isStep?: boolean;
}>;

/** The address is written four times a second at most. */
const EVERY_MS = 250;

const shared = new Map<string, Shared>();
let timer: ReturnType<typeof setTimeout> | undefined;
let pending = false;
let isStep = false;
let reading = false;

/** Keeps something in the address, `#key=..`, and takes it from there: now, and when one goes back. Any panel may add what is its own. */
export function shareInAddress(key: string, what: Shared): void {
  shared.set(key, what);
  what.read(readHash(location.hash).get(key));
  let before: string | undefined;
  let isFirst = true;
  effect(() => {
    const text = what.write();
    if (!isFirst && text !== before && !reading) {
      isStep ||= what.isStep === true;
      writeSoon();
    }
    isFirst = false;
    before = text;
  });
}

/** Keeps one signal of words in the address; one of `words` alone counts. */
export function shareWord<T extends string>(
  key: string,
  which: Signal<T>,
  words: readonly T[],
  isAStep = false,
): void {
  const [usual] = [which.value];
  shareInAddress(key, {
    write: () => (which.value === usual ? undefined : which.value),
    read: (text) => {
      which.value = words.find((word) => word === text) ?? usual;
    },
    isStep: isAStep,
  });
}

/** Reads it all again when one goes back or forth, or changes the address by hand. */
export function followAddress(): void {
  addEventListener('popstate', readAddress);
}

/** Takes everything from the address again. */
export function readAddress(): void {
  const hash = readHash(location.hash);
  reading = true;
  try {
    for (const [key, { read }] of shared) read(hash.get(key));
  } finally {
    reading = false;
  }
}

function writeSoon(): void {
  pending = true;
  timer ??= setTimeout(writeNow, EVERY_MS);
}

function writeNow(): void {
  timer = undefined;
  if (!pending) return;
  pending = false;
  const hash = readHash(location.hash);
  for (const [key, { write }] of shared) {
    const text = write();
    if (text === undefined) hash.delete(key);
    else hash.set(key, text);
  }
  const url = writeHash(hash);
  if (url !== location.hash) {
    const address = url === '' ? location.pathname + location.search : url;
    if (isStep) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }
  isStep = false;
}

/** What an address says, by its keys. */
export function readHash(hash: string): Map<string, string> {
  const of = new Map<string, string>();
  for (const part of hash.replace(/^#/, '').split('&')) {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(part) ?? [];
    if (key !== '') of.set(key, decode(value));
  }
  return of;
}

/** The address of it; '' for nothing. */
export function writeHash(of: ReadonlyMap<string, string>): string {
  const parts = [...of].map(([key, value]) => `${key}=${encode(value)}`);
  return parts.length === 0 ? '' : `#${parts.join('&')}`;
}

/** As people write it: only what would end a part is written by numbers. */
function encode(value: string): string {
  return value.replaceAll(/[%&#\s]/g, (sign) => encodeURIComponent(sign));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
