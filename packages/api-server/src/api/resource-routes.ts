import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Kind } from '../registry/kind.ts';
import { negotiate } from './accept.ts';
import { readAddress, type Address } from './address.ts';
import type { Answer } from './answer.ts';
import { methodNotAllowed, noSuchPath } from '../machinery/api-error.ts';
import type { ApiContext } from './context.ts';
import { flag } from './query.ts';
import { createBodyReader, type ApiRequest, type BodyReader } from './request.ts';
import { addWarnings, send } from './send.ts';
import { subresourcesOf } from './subresources/index.ts';
import type { Subresource } from './subresources/subresource.ts';
import { pathOf, queryOf } from './url.ts';
import { VERBS, verbFor, verbsOf } from './verbs/index.ts';
import type { Verb } from './verbs/verb.ts';

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** A kind that is served, with its subresources by name. */
type Served = Readonly<{ kind: Kind; subresources: ReadonlyMap<string, Subresource> }>;

/** Serves everything under /api and /apis that discovery does not. */
export function resourceRoutes(app: FastifyInstance, context: ApiContext, kinds: readonly Kind[]): void {
  const served = new Map(
    kinds.map((kind): [string, Served] => {
      const subresources = new Map(
        subresourcesOf(kind).map((subresource) => [subresource.name, subresource]),
      );
      return [`${kind.group}/${kind.version}/${kind.resource}`, { kind, subresources }];
    }),
  );

  const readBody = createBodyReader();
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const address = readAddress(pathOf(request.raw.url));
    const found = served.get(`${address?.group}/${address?.version}/${address?.resource}`);
    if (address === undefined || found === undefined) throw noSuchPath();
    const query = queryOf(request.raw.url);
    const verb = chooseVerb(request.method, address, found, query);
    if (!verb.answersAnything) negotiate(request.headers.accept);
    context.answers.checkRoom();
    if (found.kind.deprecation !== undefined) addWarnings(reply, [found.kind.deprecation]);
    const answer = await verb.run(context, requestOf(request, reply, address, found.kind, query, readBody));
    if (!('stream' in answer)) context.answers.hold(reply.raw, () => {});
    return send(request, reply, answer);
  };

  for (const url of ['/api/*', '/apis/*']) app.route({ method: METHODS, url, handler: handle });
}

type Chosen = {
  run: (context: ApiContext, request: ApiRequest) => Answer | Promise<Answer>;
  answersAnything: boolean;
};

/**
 * What is to be done.
 * @throws {ApiError} 404 where the path leads nowhere, 405 where the method does not go with it.
 */
function chooseVerb(
  method: string,
  address: Address,
  { kind, subresources }: Served,
  query: URLSearchParams,
): Chosen {
  const { namespace, name, subresource, rest } = address;
  if (!kind.namespaced && namespace !== undefined) throw noSuchPath();
  if (kind.namespaced && namespace === undefined && name !== undefined) throw noSuchPath();
  if (subresource === undefined) {
    const verb = verbFor(method, name !== undefined, flag(query, 'watch'));
    if (verb === undefined || !verbsOf(kind).includes(verb)) throw methodNotAllowed();
    const ofAllNamespaces = kind.namespaced && namespace === undefined;
    if (ofAllNamespaces && verb !== 'list' && verb !== 'watch') throw methodNotAllowed();
    return { run: VERBS[verb], answersAnything: false };
  }
  const found = subresources.get(subresource);
  if (found === undefined) throw noSuchPath();
  const run: Verb | undefined = Object.hasOwn(found.methods, method) ? found.methods[method] : undefined;
  if (run === undefined) throw methodNotAllowed();
  const answersAnything = found.answersAnything === true;
  // Only what answers with anything may have a path of its own behind it.
  if (rest !== '' && found.name !== 'proxy') throw noSuchPath();
  return { run, answersAnything };
}

function requestOf(
  { raw, method, headers }: FastifyRequest,
  reply: FastifyReply,
  { namespace = '', name = '', rest }: Address,
  kind: Kind,
  query: URLSearchParams,
  readBody: BodyReader,
): ApiRequest {
  const over = new AbortController();
  reply.raw.once('close', () => over.abort());
  const contentType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return {
    kind,
    resource: kind.resource,
    namespace,
    name,
    rest,
    query,
    method,
    headers,
    contentType,
    readBody: () => readBody(raw, Number(headers['content-length'] ?? 0)),
    raw,
    gone: over.signal,
  };
}
