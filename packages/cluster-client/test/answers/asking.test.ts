/** Who answers, and whether it is asked again: over real connections to a server that follows a script. */
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { scripted, statusText, type Scripted } from '../testing/script.ts';

const PODS = '/api/v1/namespaces/lab/pods';
const LIST = JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [] });
const PAGE = '<!DOCTYPE html>\n<html><title>Log in</title>\u001B[2J</html>';
const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json' };

async function refusalOf(t: Test, answer: Scripted, path = PODS, method = 'GET'): Promise<string> {
  const { access, url } = await scripted(t, [answer]);
  const error = await access.ask({ method, path }).catch((thrown: unknown) => thrown);
  t.match(error, { name: 'ClusterClientError', code: 'CLUSTER_STRANGER' }, `${method} ${path}`);
  const { message } = error as Error;
  t.ok(message.startsWith(`no Kubernetes API answered at ${url}: expected `), message);
  t.notMatch(message, /[\p{C}]/u);
  return message.replace(/^.*, got /, '');
}

t.test('what is no Kubernetes API is told, with its first words', async (t) => {
  const shown = '"<!DOCTYPE html> <html><title>Log in</title>\\u{1b}[2J</html>"';
  for (const status of [200, 401, 403, 404, 502]) {
    const got = await refusalOf(t, { status, headers: html, body: PAGE });
    t.equal(got, `a page (status ${status}): ${shown}`);
    t.equal(await refusalOf(t, { status, body: PAGE }), got, 'whatever it says of its type');
  }
  const location = 'https://login.test/?next=\tx';
  const redirected = await refusalOf(t, { status: 302, headers: { location } });
  t.equal(redirected, 'a redirection (302) to "https://login.test/?next= x"');
  t.equal(await refusalOf(t, { body: '' }), 'an empty body (status 200): nothing');
  t.equal(
    await refusalOf(t, { headers: json, body: '{"ok":true}' }),
    'other JSON (status 200): "{"ok":true}"',
  );
  t.equal(await refusalOf(t, { headers: json, body: '[]' }), 'other JSON (status 200): "[]"');
  t.match(
    await refusalOf(t, { body: '{"kind":"Pod","apiVersion":"v1"}' }),
    /^other JSON/,
    'one pod is no list',
  );
  t.match(
    await refusalOf(t, { headers: json, body: LIST.slice(0, 30) }),
    /^JSON that breaks off or is none, 30 char/,
  );
  t.match(
    await refusalOf(t, { headers: { ...html, 'content-encoding': 'gzip' }, body: gzipSync(PAGE) }),
    shown,
  );
  t.match(await refusalOf(t, { status: 201, body: 'ok' }, PODS, 'POST'), /^no JSON \(status 201\): "ok"/);
});

t.test('a 404 or 409 of somebody else says nothing of an object', async (t) => {
  for (const status of [404, 409, 410, 422]) {
    t.equal(await refusalOf(t, { status }, `${PODS}/one`), `an empty body (status ${status}): nothing`);
    await refusalOf(t, { status, headers: json, body: '{"error": "no route"}' }, `${PODS}/one`, 'DELETE');
    const { access } = await scripted(t, [{ status, body: statusText(status) }]);
    t.match(await access.ask({ method: 'GET', path: `${PODS}/one` }), { status });
  }
  const plain = { status: 404, body: '404 page not found\n' };
  await refusalOf(t, plain, `${PODS}/one`);
  const { access } = await scripted(t, [plain]);
  t.match(await access.ask({ method: 'GET', path: '/apis/policy/v1/poddisruptionbudgets' }), { status: 404 });
});

t.test('what API servers and those that guard them answer passes', async (t) => {
  const cases: readonly (readonly [Scripted, string])[] = [
    [{ body: LIST }, PODS],
    [{ body: LIST.replace('[]', 'null') }, PODS],
    [{ headers: { 'content-encoding': 'gzip' }, body: gzipSync(LIST) }, PODS],
    [{ body: '{"kind":"Pod"}' }, `${PODS}/one`],
    [{ status: 401, body: 'Unauthorized\n' }, PODS],
    [{ status: 403, headers: json, body: '{"error": "forbidden"}' }, PODS],
    [{ status: 429, body: 'Too many requests, please try again later.' }, PODS],
    [{ status: 503, body: 'service unavailable' }, '/apis/metrics.k8s.io/v1/nodes'],
    [{ body: '{"gitVersion":"v1.36.0"}' }, '/version'],
    [{ headers: html, body: PAGE }, '/api/v1/namespaces/lab/services/podder:80/proxy/face'],
    [{ headers: { 'content-type': 'text/plain' }, body: PAGE }, `${PODS}/one/log?container=main`],
  ];
  for (const [answer, path] of cases) {
    const { access } = await scripted(t, [answer]);
    t.match(await access.ask({ method: 'GET', path }), { status: answer.status ?? 200 }, path);
  }
  const { access } = await scripted(t, [{ headers: { 'content-encoding': 'gzip' }, body: gzipSync(LIST) }]);
  t.equal((await access.ask({ method: 'GET', path: PODS })).text, LIST);
});

t.test('streams are looked at by what they begin with', async (t) => {
  const watch = `${PODS}?watch=true`;
  const page = await scripted(t, [{ headers: html, body: PAGE }]);
  for (const path of [watch, `${PODS}/one/log?follow=true`]) {
    await t.rejects(page.access.request({ method: 'GET', path }), { code: 'CLUSTER_STRANGER' });
  }
  const { access } = await scripted(t, [{ body: 'line\n' }, { status: 403, body: statusText(403) }]);
  t.equal(await text((await access.request({ method: 'GET', path: watch })).body), 'line\n');
  const { status, body } = await access.request({ method: 'GET', path: watch });
  t.match([status, await text(body)], [403, statusText(403)]);
});

t.test('a longer answer than may be', async (t) => {
  const { access } = await scripted(t, [{ body: LIST }]);
  await t.rejects(access.ask({ method: 'GET', path: PODS }, 10), {
    message: /^expected an answer of at most 10 bytes/,
  });
});
