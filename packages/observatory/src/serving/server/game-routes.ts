import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Game, GameAnswer } from '../game.ts';
import { MAX_ORDER_BYTES } from '../limits.ts';

/** Where orders of a game go; the only paths at which anything but GET is looked at. */
export const GAME_PATH = '/api/game/';

type Body = Readonly<Record<string, unknown>>;

/**
 * Adds the paths of a game. An order is a POST of JSON from our own page with the game's token: a form of another page can send
 * neither. Reading never changes anything.
 */
export function addGameRoutes(app: FastifyInstance, game: Game): void {
  app.get('/api/game', (_request, reply) =>
    send(reply, { status: 200, body: { message: 'ok', ...game.rules() } }),
  );
  order('begin', ({ namespace }) => {
    return typeof namespace === 'string' ? game.begin(namespace) : expected('namespace to be a text');
  });
  order('shots', ({ name, uid }) => {
    if (typeof name !== 'string' || typeof uid !== 'string') return expected('name and uid to be texts');
    return game.shoot({ name, uid });
  });
  order('end', () => game.end());

  function order(name: string, act: (body: Body) => Promise<GameAnswer> | GameAnswer): void {
    app.post(`${GAME_PATH}${name}`, { bodyLimit: MAX_ORDER_BYTES }, async (request, reply) => {
      const refused = refusalOfOrder(request, game.token);
      if (refused !== undefined) return send(reply, refused);
      const body = typeof request.body === 'object' && request.body !== null ? (request.body as Body) : {};
      return send(reply, await act(body));
    });
  }
}

function refusalOfOrder({ headers }: FastifyRequest, token: string): GameAnswer | undefined {
  if (headers.origin === undefined) return forbidden('an Origin, that of our own page');
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return forbidden('JSON');
  const [, said = ''] = /^Bearer (\S{1,256})$/.exec(headers.authorization ?? '') ?? [];
  // An empty one is none: else whoever says nothing would say it.
  return token !== '' && isSame(said, token)
    ? undefined
    : forbidden('the token of the address that was printed');
}

/** In a time that tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}

function expected(what: string): GameAnswer {
  return { status: 409, body: { message: `expected ${what}` } };
}

function forbidden(what: string): GameAnswer {
  return { status: 403, body: { message: `expected ${what}` } };
}

function send(reply: FastifyReply, { status, body, retryAfterSeconds }: GameAnswer): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply.code(status).header('cache-control', 'no-store').send(body);
}
