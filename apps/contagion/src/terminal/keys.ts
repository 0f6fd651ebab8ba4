import type { ReadStream } from 'node:tty';

/** What keys mean, by what a terminal sends for each: a character, or an escape sequence as of an arrow. */
export type KeyTable<Key extends string> = Readonly<Record<string, Key>>;

/** Keys that mean the same wherever an epidemic is shown. */
export const COMMON_KEYS: KeyTable<'quit' | 'help' | 'interrupt'> = {
  q: 'quit',
  Q: 'quit',
  h: 'help',
  H: 'help',
  '?': 'help',
  // Ctrl-C, which in raw mode is a key like others.
  '\u0003': 'interrupt',
};

/** An escape sequence as a whole, or a character. */
// oxlint-disable-next-line no-control-regex -- an escape sequence begins with a control character
const SENT = /\u001B(?:\[[0-9;?<]*[ -/]*[@-~]|O.|.)?|[^]/gu;

/** The keys in what a terminal sent at once; what is not in the table is passed over, such as the mouse. */
export function readKeys<Key extends string>(text: string, table: KeyTable<Key>): readonly Key[] {
  return Array.from(text.matchAll(SENT), ([sent]) => table[sent]).filter((key) => key !== undefined);
}

/** Listens to keys, each at once and without showing it; returns how to stop that and give the terminal back. */
export function listenToKeys<Key extends string>(
  input: ReadStream,
  table: KeyTable<Key>,
  onKey: (key: Key) => void,
): () => void {
  const listen = (text: string): void => readKeys(text, table).forEach(onKey);
  const stop = (): void => {
    process.off('exit', stop);
    input.off('data', listen);
    input.setRawMode(false);
    input.pause();
    input.unref();
  };
  process.on('exit', stop);
  input.setRawMode(true);
  input.setEncoding('utf8').on('data', listen).resume();
  return stop;
}
