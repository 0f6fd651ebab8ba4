import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a verb or subresource gives back: a whole answer, a hand that writes one over time, or one that speaks another protocol. */
export type Answer =
  | Readonly<{
      code: number;
      headers?: Readonly<Record<string, string>>;
      /** Texts for Warning headers. */
      warnings?: readonly string[];
      body: string | Buffer;
    }>
  | Readonly<{ stream: (response: ServerResponse) => void }>
  | Readonly<{ upgrade: (socket: Duplex) => void }>;

/** An answer in JSON. `text` is JSON already. */
export function jsonAnswer(code: number, text: string, warnings: readonly string[] = []): Answer {
  return { code, headers: { 'content-type': 'application/json' }, warnings, body: text };
}
