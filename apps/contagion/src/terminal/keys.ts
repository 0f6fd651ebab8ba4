import type { ReadStream } from 'node:tty';

/** What a key means here. */
export type Key = 'infect' | 'quit' | 'help' | 'commands' | 'interrupt';

const KEYS: Readonly<Record<string, Key>> = {
  i: 'infect',
  I: 'infect',
  q: 'quit',
  Q: 'quit',
  k: 'commands',
  K: 'commands',
  h: 'help',
  H: 'help',
  '?': 'help',
  // Ctrl-C, which in raw mode is a key like others.
  '\u0003': 'interrupt',
};

/** The keys in what a terminal sent at once; escape sequences, as of arrows and the mouse, are passed over. */
export function readKeys(text: string): readonly Key[] {
  // oxlint-disable-next-line no-control-regex -- an escape sequence begins with a control character
  const plain = text.replaceAll(/\u001B(?:\[[0-9;?<]*[ -/]*[@-~]|O.|.)?/g, '');
  return Array.from(plain).flatMap((character) => KEYS[character] ?? []);
}

/** Listens to keys, each at once and without showing it; returns how to stop that and give the terminal back. */
export function listenToKeys(input: ReadStream, onKey: (key: Key) => void): () => void {
  const listen = (text: string): void => readKeys(text).forEach(onKey);
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
