import { Readable } from 'node:stream';
import type { AccessAnswer, AccessRequest } from '../connection/send.ts';
import { MAX_ANSWER_BYTES, MAX_WORDS_BYTES } from '../limits.ts';
import { expectKubernetes } from './expect-kubernetes.ts';
import { createPatience } from './patience.ts';
import { decoded, readBeginning, readWhole, type WholeAnswer } from './whole.ts';

/** The two ways to ask: for an answer that has begun, and for one that is read to its end. */
export type Asking = Readonly<{
  request: (request: AccessRequest) => Promise<AccessAnswer>;
  ask: (request: AccessRequest, maxBytes?: number) => Promise<WholeAnswer>;
}>;

/** Makes both of what sends a request once; all requests of both command lines go through here, so that they wait alike. */
export function createAsking(
  server: string,
  send: (request: AccessRequest) => Promise<AccessAnswer>,
  onDelay: ((line: string) => void) | undefined,
): Asking {
  const patiently = createPatience(server, onDelay);
  return {
    async request(request) {
      // Whoever follows a stream has to know that a connection broke: what was missed in between is nowhere told.
      const once = { ...request, mayReset: true };
      const answer = await patiently(once, async () => beginning(await send(request)));
      if (answer.text !== undefined) expectKubernetes(server, request, { ...answer, text: answer.text });
      return answer;
    },
    async ask(request, maxBytes = MAX_ANSWER_BYTES) {
      const answer = await patiently(request, async () => readWhole(await send(request), maxBytes));
      expectKubernetes(server, request, answer);
      return answer;
    },
  };
}

/** Of an answer that is no success, or a page, the words are read at once; another is left to whoever asked. */
async function beginning(answer: AccessAnswer): Promise<AccessAnswer & Readonly<{ text?: string }>> {
  const { status, headers } = answer;
  const isPage = /^text\/html/i.test(headers['content-type'] ?? '');
  if (status >= 200 && status <= 299 && !isPage) return { ...answer, body: decoded(answer) };
  const { text } = await readBeginning(answer, MAX_WORDS_BYTES);
  return { status, headers, body: Readable.from([Buffer.from(text)]), text };
}
