import t, { type Test } from 'tap';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { createObservatoryApp, readPageFiles, type Game } from '../../../src/serving/index.ts';
import { handFed } from '../../testing/hand-fed.ts';
import { pageFolder } from '../../testing/page-folder.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const RIGHT = {
  host: 'localhost:8080',
  origin: 'http://localhost:8080',
  'content-type': 'application/json',
  authorization: `Bearer ${TOKEN}`,
};
const POD = JSON.stringify({ name: 'generic-0', uid: 'u0' });

/** An application with a game that notes what it is told to do. */
async function makeApp(
  t: Test,
  withGame = true,
  token = TOKEN,
): Promise<{ app: FastifyInstance; done: string[] }> {
  const done: string[] = [];
  const answer = async (what: string): Promise<{ status: 200; body: { message: string } }> => {
    done.push(what);
    return { status: 200, body: { message: what } };
  };
  const rules = { namespace: 'lab', selector: '', shotsPerMinute: 1, maxShots: 1, isOpen: false, shots: 0 };
  const game: Game = {
    token,
    rules: () => rules,
    begin: (namespace) => answer(`begin ${namespace}`),
    shoot: ({ name, uid }) => answer(`shoot ${name} ${uid}`),
    end: () => answer('end'),
  };
  const page = await readPageFiles(pageFolder(t));
  const app = createObservatoryApp({ feed: handFed(), page, ...(withGame ? { game } : {}) });
  t.teardown(() => app.close());
  return { app, done };
}

function shot(more: Partial<InjectOptions> & { headers?: Record<string, string> } = {}): InjectOptions {
  return {
    method: 'POST',
    url: '/api/game/shots',
    payload: POD,
    ...more,
    headers: { ...RIGHT, ...more.headers },
  };
}

t.test('an order of our own page with the token is carried out', async (t) => {
  const { app, done } = await makeApp(t);
  t.equal((await app.inject(shot())).statusCode, 200);
  await app.inject(shot({ url: '/api/game/begin', payload: '{"namespace":"lab"}' }));
  await app.inject(shot({ url: '/api/game/end', payload: '{}' }));
  t.same(done, ['shoot generic-0 u0', 'begin lab', 'end']);
  const rules = await app.inject({ url: '/api/game', headers: { host: 'localhost:8080' } });
  t.match(rules.json(), { namespace: 'lab', maxShots: 1 });
  t.notMatch(rules.body, TOKEN);
});

t.test('whatever else comes changes nothing', async (t) => {
  const { app, done } = await makeApp(t);
  const without = (name: string): InjectOptions => {
    const { [name]: _, ...headers } = RIGHT as Record<string, string>;
    return { method: 'POST', url: '/api/game/shots', payload: POD, headers };
  };
  const refused: readonly (readonly [what: string, asked: InjectOptions, status?: number])[] = [
    ['no token', without('authorization')],
    ['another token', shot({ headers: { authorization: `Bearer ${TOKEN.replace('0', '1')}` } })],
    ['no origin', without('origin')],
    ['another origin', shot({ headers: { origin: 'http://evil.example' } })],
    ['an origin of another port', shot({ headers: { origin: 'http://localhost:8081' } })],
    ['a page that no site has', shot({ headers: { origin: 'null' } })],
    ['another host', shot({ headers: { host: 'evil.example', origin: 'http://evil.example' } }), 421],
    ['a form', shot({ headers: { 'content-type': 'application/x-www-form-urlencoded' } })],
    ['a text', shot({ headers: { 'content-type': 'text/plain' } })],
    ['no pod', shot({ payload: '{}' }), 409],
    ['a pod that is no text', shot({ payload: '{"name":1,"uid":[]}' }), 409],
    ['no JSON', shot({ payload: '{' })],
    ['too much', shot({ payload: JSON.stringify({ name: 'x'.repeat(3_000), uid: 'u' }) })],
    ['GET', shot({ method: 'GET' }), 404],
    ['PUT', shot({ method: 'PUT' }), 405],
    ['DELETE', shot({ method: 'DELETE' }), 405],
    ['another path', shot({ url: '/api/state' }), 405],
  ];
  for (const [what, asked, status] of refused) {
    const { statusCode } = await app.inject(asked);
    if (status === undefined) t.ok(statusCode >= 400 && statusCode < 500, `${what}: ${statusCode}`);
    else t.equal(statusCode, status, what);
  }
  t.same(done, []);
});

t.test('a game without a token takes orders of nobody', async (t) => {
  const { app, done } = await makeApp(t, true, '');
  const { authorization: _, ...silent } = RIGHT;
  for (const url of ['/api/game/begin', '/api/game/shots', '/api/game/end']) {
    for (const headers of [silent, RIGHT, { ...silent, authorization: 'Bearer ' }]) {
      const { statusCode } = await app.inject({ method: 'POST', url, payload: POD, headers });
      t.equal(statusCode, 403, `${url} ${JSON.stringify(headers)}`);
    }
  }
  t.same(done, []);
});

t.test('without a game there is nothing to order', async (t) => {
  const { app, done } = await makeApp(t, false);
  t.equal((await app.inject(shot())).statusCode, 405);
  const none = await app.inject({ url: '/api/game', headers: { host: 'localhost' } });
  t.equal(none.body, 'null', 'and that is no error');
  t.same(done, []);
});
