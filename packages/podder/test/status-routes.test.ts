import { METHODS } from 'node:http';
import { Registry } from 'prom-client';
import t from 'tap';
import { SUSCEPTIBLE } from '../src/infection.ts';
import { reportInfection } from '../src/report.ts';
import { createRouter } from '../src/router.ts';
import { NO_SNEEZES } from '../src/sneezer.ts';
import { statusRoutes } from '../src/status-routes.ts';

const REPORT = { ...reportInfection('podder-a', SUSCEPTIBLE, NO_SNEEZES), liveness: 200, readiness: 418 };

function createStatus(registry = new Registry()) {
  const app = createRouter();
  app.register(statusRoutes, { report: () => REPORT, registry });
  return app;
}

t.test('the infection is one line of JSON', async (t) => {
  const { statusCode, headers, body } = await createStatus().inject('/infection');
  t.equal(statusCode, 200);
  t.equal(headers['content-type'], 'application/json; charset=utf-8');
  t.equal(body, `${JSON.stringify(REPORT)}\n`);
});

t.test('the metrics are those of the registry, in its format', async (t) => {
  const { statusCode, headers, body } = await createStatus().inject('/metrics');
  t.equal(statusCode, 200);
  t.match(headers['content-type'], /^text\/plain; version=0\.0\.4; charset=utf-8$/);
  t.equal(body, '\n');
});

t.test('a metric that fails is an error in plain text, and the next scrape is tried again', async (t) => {
  const registry = new Registry();
  let broken = true;
  registry.metrics = async () => {
    if (broken) throw new Error('collector broken');
    return 'x 1\n';
  };
  const app = createStatus(registry);
  const answer = await app.inject('/metrics');
  t.same([answer.statusCode, answer.body], [500, 'collector broken\n']);
  broken = false;
  t.equal((await app.inject('/metrics')).body, 'x 1\n');
});

t.test('other methods and paths are not there', async (t) => {
  const app = createStatus();
  for (const method of METHODS.filter((method) => method !== 'GET' && method !== 'CONNECT')) {
    const { statusCode } = await app.inject({ method: method as 'POST', url: '/infection' });
    t.equal(statusCode, 404, method);
  }
  t.same((await app.inject('/nope')).body, '404 page not found\n');
});
