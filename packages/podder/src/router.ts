import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyServerOptions,
} from 'fastify';

/** The type of all a podder says to its own kind; also what Go's net/http finds for the original's answers. */
export const PLAIN_TEXT = 'text/plain; charset=utf-8';

/**
 * Makes a fastify instance that only routes: it opens no server of its own. `openListener` gives it one when
 * the podder starts, which lets everything else be ready before the process even begins (see docs/images.md).
 */
export function createRouter(options: Pick<FastifyServerOptions, 'bodyLimit'> = {}): FastifyInstance {
  const app = fastify({
    ...options,
    logger: false,
    exposeHeadRoutes: false,
    // fastify only hangs an error listener on what this returns, as it is never asked to listen.
    serverFactory: () => new EventEmitter() as Server,
    frameworkErrors: (error, _request, reply) => answerError(error, reply as unknown as FastifyReply),
  });
  app.setNotFoundHandler((_request, reply) => {
    reply.code(404).header('content-type', PLAIN_TEXT).send('404 page not found\n');
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply));
  return app;
}

/** An error in plain text and one line, as the rest of what a podder says. */
function answerError(error: FastifyError, reply: FastifyReply): void {
  reply
    .code(error.statusCode ?? 500)
    .header('content-type', PLAIN_TEXT)
    .send(`${error.message}\n`);
}
