import { METHODS } from 'node:http';
import fastify from 'fastify';
import t from 'tap';
import { createHealth, healthRoutes } from '../src/index.ts';

t.test('each route answers its own status, with no body, whatever the method', async (t) => {
  const health = createHealth();
  const app = fastify();
  t.teardown(() => app.close());
  await app.register(healthRoutes, { health });
  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
    t.ok(METHODS.includes(method));
    const liveness = await app.inject({ method, url: '/liveness' });
    t.same([liveness.statusCode, liveness.body], [200, ''], `${method} /liveness`);
  }
  health.set({ liveness: 418, readiness: 503 });
  t.equal((await app.inject('/liveness')).statusCode, 418);
  t.equal((await app.inject('/readiness')).statusCode, 503);
  health.set({ liveness: 200 });
  t.equal((await app.inject('/liveness')).statusCode, 200);
});

t.test('over a real socket the answer has a length of zero, as a probe expects', async (t) => {
  const app = fastify();
  t.teardown(() => app.close());
  await app.register(healthRoutes, { health: createHealth({ readiness: 418 }) });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${address}/readiness`, { method: 'POST', body: 'anything' });
  t.equal(answer.status, 418);
  t.equal(answer.headers.get('content-length'), '0');
  t.equal(await answer.text(), '');
});
