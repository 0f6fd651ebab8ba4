import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { LiveReport } from './report.ts';

/** What the routes below answer with. */
export type StatusRoutesOptions = { readonly report: () => LiveReport; readonly registry: Registry };

/** A fastify plugin with `GET /infection` (JSON) and `GET /metrics` (Prometheus text format). */
export function statusRoutes(app: FastifyInstance, options: StatusRoutesOptions, done: () => void): void {
  const { report, registry } = options;
  app.get('/infection', (_request, reply) => {
    reply.header('content-type', 'application/json; charset=utf-8').send(`${JSON.stringify(report())}\n`);
  });
  app.get('/metrics', async (_request, reply) => {
    const text = await registry.metrics();
    return reply.header('content-type', registry.contentType).send(text);
  });
  done();
}
