import { ChaosError } from '@pod-contagion/chaos';
import type { ChaosMetrics } from '@pod-contagion/chaos/telemetry';
import type { ListenAddress } from '../flags/addresses.ts';
import type { LineKind } from './line-kinds.ts';
import type { Output } from './output.ts';

/** What the listener of a long-running command tells. */
export type Served = Readonly<{
  /** Text for Prometheus, and its content type. */
  metrics: () => Promise<Readonly<{ contentType: string; body: string }>>;
  /** Undefined where it is ready; else why not. */
  notReady: () => string | undefined;
}>;

/** A listener that is open. */
export type Listener = Readonly<{ address: string; close: () => Promise<void> }>;

/**
 * Opens a listener with `/metrics`, `/livez` and `/readyz`. Whoever answers at all is live; who could not do its work the
 * last time is not ready.
 * @throws {ChaosError} CHAOS_USAGE where that address can't be listened on
 */
export async function serveMetrics({ host, port }: ListenAddress, served: Served): Promise<Listener> {
  const { fastify } = await import('fastify');
  const app = fastify({ forceCloseConnections: true });
  app.get('/livez', async () => 'ok\n');
  app.get('/readyz', async (_request, reply) => {
    const why = served.notReady();
    return why === undefined ? 'ok\n' : reply.code(503).send(`${why}\n`);
  });
  app.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await served.metrics();
    return reply.type(contentType).send(body);
  });
  try {
    return { address: await app.listen({ host, port }), close: () => app.close() };
  } catch (cause) {
    await app.close();
    const { code } = cause as { code?: string };
    throw new ChaosError('CHAOS_USAGE', `--metrics-address: can't listen on ${host}, port ${port}: ${code}`, {
      cause,
    });
  }
}

/** Opens one for a command that was given an address, and says where; undefined where it was given none. */
export async function listenFor(
  output: Output,
  kind: LineKind,
  listenAddress: ListenAddress | undefined,
  metrics: ChaosMetrics | undefined,
  notReady: Served['notReady'],
): Promise<Listener | undefined> {
  if (listenAddress === undefined || metrics === undefined) return undefined;
  const { registry } = metrics;
  const listener = await serveMetrics(listenAddress, {
    metrics: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
    notReady,
  });
  const { address } = listener;
  output.progress(kind, { what: 'listening', address }, `metrics on ${address}/metrics`);
  return listener;
}
