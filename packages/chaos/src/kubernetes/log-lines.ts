import { text } from 'node:stream/consumers';
import { calling } from './api-error.ts';
import type { Kubernetes } from './connect.ts';
import { sendByClient } from './send.ts';

/** Longest line of a log that is kept, in characters; a longer one is passed over, so that memory stays bounded. */
const MAX_LINE = 64 * 1024;

/** A container whose log is read. */
export type LogSource = Readonly<{ namespace: string; name: string; container: string }>;

/**
 * Reads the log of a container from its beginning line by line; with `follow` until the container ends or the server
 * closes the stream. A stream that breaks simply ends: whoever wants the rest asks again.
 * @throws {ChaosError} where the server does not give the log
 */
export async function* logLines(
  { access, config, server }: Kubernetes,
  { namespace, name, container }: LogSource,
  follow: boolean,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { HttpMethod, RequestContext } = await import('@kubernetes/client-node');
  const url = new URL(
    `${server.replace(/\/$/, '')}/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log`,
  );
  url.searchParams.set('container', container);
  if (follow) url.searchParams.set('follow', 'true');
  const request = new RequestContext(url.href, HttpMethod.GET);
  await config.applySecurityAuthentication(request);
  request.setSignal(signal);
  const doing = `read the log of ${container} in ${namespace}/${name}`;
  const answer = await calling(
    doing,
    access.prepare().then(() => sendByClient(request)),
  );
  if (answer.status !== 200) {
    const cause = Object.assign(new Error(`status ${answer.status}`), {
      code: answer.status,
      body: await text(answer.body).catch(() => undefined),
    });
    await calling(doing, Promise.reject(cause));
  }
  yield* linesOf(answer.body);
}

async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of stream) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = (lines.pop() ?? '').slice(0, MAX_LINE);
      for (const line of lines) if (line.length <= MAX_LINE) yield line;
    }
    if (rest !== '') yield rest;
  } catch {
    // The connection broke, or the signal ended it; what was read stands.
  }
}
