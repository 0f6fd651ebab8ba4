import type { FastifyInstance } from 'fastify';
import type { Health } from './health.ts';

/** What `healthRoutes` needs: the health to report. */
export type HealthRoutesOptions = { readonly health: Health };

/**
 * A fastify plugin with `/liveness` and `/readiness`. Every method gets the status that is set and no body.
 * Register it on a listener of its own, so that probes are answered while others are busy or closed.
 */
export function healthRoutes(app: FastifyInstance, options: HealthRoutesOptions, done: () => void): void {
  const { health } = options;
  app.all('/liveness', (_request, reply) => {
    reply.code(health.status.liveness).send();
  });
  app.all('/readiness', (_request, reply) => {
    reply.code(health.status.readiness).send();
  });
  done();
}
