import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Feed } from '../feed.ts';
import type { Game } from '../game.ts';
import {
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  MAX_HEADER_BYTES,
  RETRY_AFTER_SECONDS,
  STATE_BELIEVED_MS,
  WORTH_COMPRESSING_BYTES,
} from '../limits.ts';
import { refusalOf, SECURITY_HEADERS } from './fence.ts';
import { addGameRoutes, GAME_PATH } from './game-routes.ts';
import { accepts, type PageFiles } from './page-files.ts';
import { sendRecording } from './send-recording.ts';
import { Stream, type StreamLimits } from './stream.ts';

/** What is served, and to whom. */
export type AppOptions = Readonly<{
  feed: Feed;
  page: PageFiles;
  /** Names besides localhost under which this is asked, as that of a Service. */
  hosts?: readonly string[];
  limits?: StreamLimits;
  /** Without it nothing can be changed from here. */
  game?: Game | undefined;
}>;

/**
 * Makes the HTTP application; nothing listens yet. It reads and never writes, but for the orders of a game: whatever else is asked but
 * by GET or HEAD, by a page of elsewhere or under a name that is not ours is refused.
 */
export function createObservatoryApp({ feed, page, hosts = [], limits, game }: AppOptions): FastifyInstance {
  const names = new Set(hosts.map((each) => each.toLowerCase()));
  const stream = new Stream(feed, limits);
  const app = fastify({
    logger: false,
    exposeHeadRoutes: true,
    forceCloseConnections: true,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_TIMEOUT_MS },
    // Without schemas there is nothing to compile, and without these two fastify would load both compilers.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    frameworkErrors: (_error, _request, reply) =>
      void refuse(reply.headers(SECURITY_HEADERS), 400, 'expected another path'),
  }) as unknown as FastifyInstance;

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    const refused = refusalOf(request, names, game === undefined ? undefined : GAME_PATH);
    if (refused === undefined) return done();
    if (refused.status === 405) reply.header('allow', 'GET, HEAD');
    refuse(reply, refused.status, refused.message);
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'nothing there'));
  app.setErrorHandler(({ statusCode = 500 }: { statusCode?: number }, _request, reply) =>
    statusCode < 500
      ? refuse(reply, statusCode, 'expected another request')
      : refuse(reply, 500, 'that went wrong'),
  );
  app.addHook('preClose', (done) => {
    stream.close();
    done();
  });

  app.get('/', (request, reply) => sendFile(request, reply, page, 'index.html'));
  app.get<{ Params: { file: string } }>('/:file', (request, reply) =>
    sendFile(request, reply, page, request.params.file),
  );
  app.get('/livez', (_request, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/api/state', stateRoute(feed));
  app.get('/api/events', (request, reply) => follow(request, reply, stream));
  // A page asks; that there is none is no error.
  if (game === undefined) app.get('/api/game', (_request, reply) => sendJson(reply, 'null'));
  else addGameRoutes(app, game);
  const { details, recording } = feed;
  if (recording !== undefined) {
    app.get('/api/recording', (_request, reply) => sendRecording(reply, recording));
  }
  if (details === undefined) return app;
  app.get<{ Params: { uid: string } }>('/api/pods/:uid', async ({ params }, reply) => {
    const pod = await details.pod(params.uid);
    return pod === undefined ? refuse(reply, 404, 'no such pod') : sendJson(reply, JSON.stringify(pod));
  });
  app.get('/api/pod-events', (_request, reply) => sendJson(reply, JSON.stringify(details.podEvents())));
  app.get('/api/goldpinger', async (_request, reply) =>
    sendJson(reply, JSON.stringify(await details.goldpinger())),
  );
  return app;
}

function noSchemas(): never {
  throw new Error('the observatory has no schemas for fastify');
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store' })
    .type('text/plain; charset=utf-8')
    .send(`${message}\n`);
}

function sendJson(reply: FastifyReply, text: string | Buffer): FastifyReply {
  return reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(text);
}

function sendFile(request: FastifyRequest, reply: FastifyReply, page: PageFiles, name: string): FastifyReply {
  const file = page.get(name);
  if (file === undefined) return refuse(reply, 404, 'nothing there');
  reply.headers({
    etag: file.etag,
    vary: 'accept-encoding',
    'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(file.etag) === true) {
    return reply.code(304).send();
  }
  const [encoding, bytes] = file.best(request.headers['accept-encoding'] ?? '');
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.type(file.type).send(bytes);
}

/** A state as it was written last. */
type Made = Readonly<{
  epoch: string;
  cursor: number;
  atMs: number;
  whole: Buffer;
  smaller?: Promise<Buffer>;
}>;

/** The state is written once for all who ask before the next frame, or within a second: how the source is goes on meanwhile. */
function stateRoute(feed: Feed): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  let made: Made | undefined;
  return async (request, reply) => {
    const nowMs = performance.now();
    if (made?.epoch !== feed.epoch || made.cursor !== feed.cursor || nowMs - made.atMs > STATE_BELIEVED_MS) {
      const snapshot = feed.snapshot();
      const { epoch, cursor } = snapshot;
      made = { epoch, cursor, atMs: nowMs, whole: Buffer.from(JSON.stringify(snapshot)) };
    }
    reply.header('vary', 'accept-encoding');
    const isWorth = made.whole.length >= WORTH_COMPRESSING_BYTES;
    if (!isWorth || !accepts(request.headers['accept-encoding'] ?? '', 'gzip')) {
      return sendJson(reply, made.whole);
    }
    made = { ...made, smaller: made.smaller ?? promisify(gzip)(made.whole, { level: 3 }) };
    const smaller = await made.smaller;
    return sendJson(reply.header('content-encoding', 'gzip'), smaller ?? made.whole);
  };
}

function follow(request: FastifyRequest, reply: FastifyReply, stream: Stream): FastifyReply | undefined {
  if (stream.isFull) {
    reply.header('retry-after', RETRY_AFTER_SECONDS);
    return refuse(reply, 503, 'too many follow already');
  }
  const { epoch = '', from } = request.query as Readonly<Record<string, string | undefined>>;
  const cursor = Number(request.headers['last-event-id'] ?? from ?? Number.NaN);
  const headers = { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' };
  // Proxies that would collect it, or squeeze it, are asked not to.
  const asked = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' };
  reply.hijack();
  reply.raw.writeHead(200, { ...headers, ...asked });
  if (request.method === 'HEAD') reply.raw.end();
  else stream.follow(reply.raw, { epoch: epoch, cursor });
  return undefined;
}
