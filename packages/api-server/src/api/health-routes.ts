import type { FastifyInstance } from 'fastify';
import { VERSION_INFO } from '../machinery/version.ts';

const PATHS = ['/healthz', '/livez', '/readyz'];

/** Serves `/version`, and says that all is well; a server that can be asked is. Source: apiserver/pkg/server/healthz/healthz.go. */
export function healthRoutes(app: FastifyInstance): void {
  app.get('/version', (_request, reply) =>
    reply.header('content-type', 'application/json').send(JSON.stringify(VERSION_INFO, null, 2)),
  );
  for (const path of PATHS) {
    app.get(path, (request, reply) => {
      const { verbose } = request.query as { verbose?: unknown };
      const text = verbose === undefined ? 'ok' : `[+]ping ok\n${path.slice(1)} check passed\n`;
      return reply
        .headers({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
        .send(text);
    });
  }
}
