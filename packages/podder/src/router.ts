import { EventEmitter } from 'node:events';
import { METHODS, type Server } from 'node:http';
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
    // A timer can't be part of an image, and nothing here waits.
    pluginTimeout: 0,
    // Without schemas there is nothing to compile, and without these two fastify would load both compilers.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // fastify only hangs an error listener on what this returns, as it is never asked to listen.
    serverFactory: () => new EventEmitter() as Server,
    frameworkErrors: (error, _request, reply) => answerError(error, reply as unknown as FastifyReply),
  });
  for (const method of METHODS) {
    // All that Node.js parses, with any body or none, as the original answers any method the same; CONNECT never
    // reaches a router.
    if (method !== 'CONNECT') app.addHttpMethod(method, { overrideExisting: true });
  }
  app.setNotFoundHandler((_request, reply) => {
    reply.code(404).header('content-type', PLAIN_TEXT).send('404 page not found\n');
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply));
  return app;
}

function noSchemas(): never {
  throw new Error('a podder has no schemas');
}

/** An error in plain text and one line, as the rest of what a podder says. */
function answerError(error: FastifyError, reply: FastifyReply): void {
  reply
    .code(error.statusCode ?? 500)
    .header('content-type', PLAIN_TEXT)
    .send(`${error.message}\n`);
}
