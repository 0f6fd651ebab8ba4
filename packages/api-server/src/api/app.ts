import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Kind } from '../registry/kind.ts';
import { badRequest, noSuchPath, unauthorized } from '../machinery/api-error.ts';
import { createTokenCheck } from './auth.ts';
import type { ApiContext } from './context.ts';
import { discoveryRoutes } from './discovery-routes.ts';
import { healthRoutes } from './health-routes.ts';
import {
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_MS,
} from '../machinery/limits.ts';
import { openApiRoutes } from './openapi-routes.ts';
import { openApiV2Route } from './openapi-v2.ts';
import { resourceRoutes } from './resource-routes.ts';
import { sendError } from './send.ts';
import { mayUpgrade } from './streams/upgrades.ts';
import { pathOf } from './url.ts';

/** Key and certificate, PEM. */
export type TlsFiles = Readonly<{ key: string; cert: string }>;

/** Makes the HTTPS application; nothing listens yet. */
export function createApp(
  context: ApiContext,
  kinds: readonly Kind[],
  tls: TlsFiles,
  token: string,
): FastifyInstance {
  const isAuthorised = createTokenCheck(token);
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown): void =>
    sendError(request, reply, error, context.onError);

  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    // Routes are matched as sent; how long a request takes to arrive is bounded by the server, not its answer.
    routerOptions: { maxParamLength: MAX_HEADER_BYTES },
    forceCloseConnections: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    https: {
      ...tls,
      ALPNProtocols: ['http/1.1'],
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      // Unknown to Node.js before 24.9, which then takes every such wish for one that counts.
      shouldUpgradeCallback: mayUpgrade,
    },
    // What the router itself refuses: a path that is badly escaped.
    frameworkErrors: (_error, request, reply) => {
      const allowed = isAuthorised(request.headers.authorization);
      refuse(request, reply, allowed ? badRequest('invalid URL escape') : unauthorized());
    },
    // Without schemas there is nothing to compile, and without these two fastify would load both compilers.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  }) as unknown as FastifyInstance;

  // Bodies are read where they are wanted, as each use has rules of its own.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.addHook('onRequest', (request, reply, done) => {
    if (isAuthorised(request.headers.authorization)) done();
    else refuse(request, reply, unauthorized());
  });
  app.setErrorHandler((error, request, reply) => refuse(request, reply, error));
  app.setNotFoundHandler((request, reply) => {
    if (/^\/apis?(?:\/|$)/.test(pathOf(request.raw.url))) refuse(request, reply, noSuchPath());
    else reply.code(404).header('content-type', 'text/plain; charset=utf-8').send('404 page not found\n');
  });

  healthRoutes(app);
  discoveryRoutes(app, kinds);
  openApiRoutes(app, kinds);
  openApiV2Route(app);
  resourceRoutes(app, context, kinds);
  return app;
}

function noSchemas(): never {
  throw new Error('the API server has no schemas for fastify');
}
