import type { ReadStream, WriteStream } from 'node:tty';

/** A terminal that can show a picture. */
export type Terminal = Readonly<{
  output: WriteStream & Readonly<{ fd: number }>;
  /** Where keys come from; undefined where that is no terminal. */
  input: ReadStream | undefined;
  env: Readonly<Record<string, string | undefined>>;
}>;

/** The terminal of a process; undefined where its output goes elsewhere, or to one that can do nothing but lines. */
export function findTerminal({
  stdin,
  stdout,
  env,
}: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'env'>): Terminal | undefined {
  if (!stdout.isTTY || env['TERM'] === 'dumb') return undefined;
  return { output: stdout, input: stdin.isTTY ? stdin : undefined, env };
}
