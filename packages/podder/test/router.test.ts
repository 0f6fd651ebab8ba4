import { METHODS } from 'node:http';
import { createHealth, healthRoutes } from '@pod-contagion/health';
import t from 'tap';
import { createRouter, PLAIN_TEXT } from '../src/router.ts';
import { exchange, rawRequest, serve } from './raw-http.ts';

t.test('an error is one line of plain text with its own status, or 500', async (t) => {
  const app = createRouter();
  app.get('/error', () => {
    throw new Error('broken');
  });
  app.get('/teapot', () => {
    throw Object.assign(new Error('short and stout'), { statusCode: 418 });
  });
  const error = await app.inject('/error');
  t.same([error.statusCode, error.headers['content-type'], error.body], [500, PLAIN_TEXT, 'broken\n']);
  const teapot = await app.inject('/teapot');
  t.same(
    [teapot.statusCode, teapot.headers['content-type'], teapot.body],
    [418, PLAIN_TEXT, 'short and stout\n'],
  );
});

t.test('an unknown path is answered as by Go', async (t) => {
  const { statusCode, headers, body } = await createRouter().inject('/nope');
  t.same(
    [statusCode, headers['content-type'], body],
    [404, 'text/plain; charset=utf-8', '404 page not found\n'],
  );
});

t.test('the probes answer every method with any body', async (t) => {
  const app = createRouter();
  app.register(healthRoutes, { health: createHealth({ readiness: 418 }) });
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  for (const method of METHODS.filter((method) => method !== 'CONNECT')) {
    const get = (path: string, headers: string[] = [], body = '') =>
      exchange(listener.address.port, rawRequest(`${method} ${path}`, headers, body));
    t.match(await get('/liveness'), /^HTTP\/1.1 200 /, method);
    t.match(await get('/readiness'), /^HTTP\/1.1 418 /, method);
    t.match(await get('/readiness', ['Content-Type: application/json'], '{'), /^HTTP\/1.1 418 /, method);
    t.match(await get('/readiness', ['Content-Type: x/y'], 'x'), /^HTTP\/1.1 418 /, method);
  }
});
