import type { IncomingHttpHeaders } from 'node:http';
import { MAX_BODY_BYTES, MAX_FORM_FIELDS } from './limits.ts';

/** A form as it came: its fields, or why it can't be read, in the words the original uses. */
export type Form = Readonly<{ fields: URLSearchParams } | { problem: string }>;

/** The form of a request that has none. */
export const EMPTY_FORM: Form = Object.freeze({ fields: new URLSearchParams() });

/** What a percent-encoded form may not hold: half an escape, or the semicolon that once separated fields. */
const SUSPICIOUS = /%(?![0-9A-Fa-f]{2})|;/;

/**
 * Reads a percent-encoded form, in a body or in the query of a URL. Where the original answers with an error
 * (Go's net/url refuses broken escapes and semicolons) this says the same.
 */
export function parseUrlencoded(text: string): Form {
  const problem = SUSPICIOUS.test(text) ? describeProblem(text) : undefined;
  // A leading question mark is part of the first name here, but URLSearchParams drops one; not so after an `&`.
  return problem === undefined ? { fields: new URLSearchParams(`&${text}`) } : { problem };
}

function describeProblem(text: string): string | undefined {
  let problem: string | undefined;
  for (const pair of text.split('&')) {
    if (pair.includes(';')) {
      problem = 'invalid semicolon separator in query';
      continue;
    }
    const equals = pair.indexOf('=');
    const parts = equals < 0 ? [pair] : [pair.slice(0, equals), pair.slice(equals + 1)];
    for (const part of parts) {
      const at = part.search(/%(?![0-9A-Fa-f]{2})/);
      if (at >= 0) problem ??= `invalid URL escape ${JSON.stringify(part.slice(at, at + 3))}`;
    }
  }
  return problem;
}

/**
 * Reads a multipart form that is wholly in memory; files in it are passed over. What can't be parsed leaves
 * the fields that were read before.
 */
export async function parseMultipart(headers: IncomingHttpHeaders, body: Buffer): Promise<Form> {
  // Loaded at the first such request: few podders ever see one, and each would pay for it in memory.
  const { Busboy } = await import('@fastify/busboy');
  const fields = new URLSearchParams();
  return new Promise((resolve) => {
    const finish = (): void => resolve({ fields });
    try {
      const parser = new Busboy({
        headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
        limits: { fields: MAX_FORM_FIELDS, files: 0, fieldSize: MAX_BODY_BYTES },
      });
      parser.on('field', (name, value) => fields.append(name, value));
      parser.on('finish', finish);
      parser.on('error', finish);
      parser.end(body);
    } catch {
      finish();
    }
  });
}
