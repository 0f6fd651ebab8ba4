import { randomBytes } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import { MAX_BODY_BYTES, MAX_NAME_LENGTH, MAX_REQUEST_MS } from '../limits.ts';
import type { Proxies } from '../proxies/proxies.ts';
import { errorView } from './errors.ts';
import { createMetrics } from './metrics.ts';
import { addRoutes } from './routes.ts';

/** The version of Toxiproxy whose API this is. Source: its CHANGELOG.md. */
export const TOXIPROXY_VERSION = '2.12.0';

/** Which request an answer is to, in Toxiproxy's header. */
const REQUEST_ID = 'x-toxiproxy-request-id';

/** Browsers are sent away, so that no page on the web can reach a proxy of whoever looks at it. */
const BROWSER = /^Mozilla\//;

/** Every path that some method is right for. */
const KNOWN_PATH =
  /^\/(?:proxies(?:\/[^/?]+(?:\/toxics(?:\/[^/?]+)?)?)?|populate|reset|version|metrics)(?:\?|$)/;

/**
 * Makes the REST API of Toxiproxy over these proxies; it is not yet listening.
 * @param version of the program, shown behind Toxiproxy's
 */
export function createApi(proxies: Proxies, version: string): FastifyInstance {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: MAX_REQUEST_MS,
    routerOptions: { maxParamLength: MAX_NAME_LENGTH },
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    genReqId: () => randomBytes(10).toString('hex'),
  });
  app.removeAllContentTypeParsers();
  // Whatever a body says it is, curl's form among it, it is read as JSON.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return;
    void reply.header(REQUEST_ID, request.id);
    if (BROWSER.test(request.headers['user-agent'] ?? '')) {
      await reply.code(403).type('text/plain; charset=utf-8').send('User agent not allowed\n');
    }
  });
  app.setErrorHandler(async (error, _request, reply) => {
    const view = errorView(error);
    return reply.code(view.status).send(view);
  });
  app.setNotFoundHandler(async ({ url }, reply) => {
    // A path that is right with another method; Toxiproxy says no more than that.
    if (KNOWN_PATH.test(url)) return reply.code(405).send();
    return reply.code(404).type('text/plain; charset=utf-8').send('404 page not found\n');
  });
  addRoutes(app, proxies);
  const said = `{"version": "${TOXIPROXY_VERSION}+pod-contagion.${version}"}\n`;
  app.get('/version', async (_request, reply) => reply.type('application/json;charset=utf-8').send(said));
  const metrics = createMetrics(proxies);
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  return app;
}
