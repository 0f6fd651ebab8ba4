import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer } from '../answer.ts';
import { badRequest } from '../../machinery/api-error.ts';
import type { ApiContext } from '../context.ts';
import { chooseContainer, chooseInstance } from '../log-container.ts';
import { logOptionsOf } from '../log-options.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Subresource } from './subresource.ts';

const TEXT = { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' };

const read: Verb = async (context, { namespace, name, query, gone }) => {
  const pod = context.registry.get('pods', namespace, name);
  const asked = logOptionsOf(query, name);
  const container = chooseContainer(pod, query.get('container') ?? '');
  // As in Kubernetes: a pod that is on no node yet has an empty log, not an error.
  if (pod.spec?.nodeName === undefined) return { code: 200, headers: TEXT, body: '' };
  const previous = chooseInstance(pod, container, asked.previous) === 'before';
  context.logs.checkRoom();
  const content = await context.runtime.openLog(pod.metadata.uid ?? '', container, {
    ...asked,
    previous,
    signal: gone,
  });
  if (content === undefined) {
    throw badRequest(
      `the log of container ${JSON.stringify(container)} in pod ${JSON.stringify(name)} is no longer kept`,
    );
  }
  return send(context, content, gone);
};

/** What a container writes. Source: pkg/registry/core/pod/rest/log.go. */
export const log: Subresource = {
  name: 'log',
  isOf: ({ resource }) => resource === 'pods',
  methods: { GET: read },
  verbs: ['get'],
  answersAnything: true,
};

function send({ logs, onError }: ApiContext, content: AsyncIterable<Buffer>, gone: AbortSignal): Answer {
  const stream = (response: ServerResponse): void => {
    logs.hold(response, () => {});
    response.writeHead(200, TEXT);
    // Whoever follows should know at once that there is something to follow, even if nothing is written yet.
    response.flushHeaders();
    pipeline(Readable.from(content), response).catch((error: unknown) => {
      if (!gone.aborted && !isEarlyEnd(error)) onError(error);
    });
  };
  return { stream };
}

/** Whether a pipeline failed only because the client left. */
export function isEarlyEnd(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE';
}
