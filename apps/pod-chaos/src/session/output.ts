import type { LineKind } from './line-kinds.ts';

/** What a command says: results on standard output, progress on standard error, or all of it as JSON lines. */
export type Output = Readonly<{
  json: boolean;
  /** A part of the result: one JSON line, or some lines of text. */
  result: (event: LineKind, fields: object, lines: readonly string[]) => void;
  /** What happens meanwhile: one JSON line, or one line of text on standard error; none where it is only for machines. */
  progress: (event: LineKind, fields: object, line: string | undefined) => void;
  /** What a user should know; always text on standard error. */
  note: (line: string) => void;
}>;

/** Where the lines go, and what time it is. */
export type OutputEnds = Readonly<{
  out: (text: string) => void;
  err: (text: string) => void;
  now: () => Date;
}>;

/** Writes text for people, or with `json` one object a line for machines. */
export function createOutput(json: boolean, { out, err, now }: OutputEnds): Output {
  const line = (event: LineKind, fields: object): void =>
    out(`${JSON.stringify({ time: now().toISOString(), event, ...fields })}\n`);
  return {
    json,
    result(event, fields, lines) {
      if (json) line(event, fields);
      else out(lines.map((text) => `${text}\n`).join(''));
    },
    progress(event, fields, text) {
      if (json) line(event, fields);
      else if (text !== undefined) err(`${text}\n`);
    },
    note: (text) => err(`${text}\n`),
  };
}
