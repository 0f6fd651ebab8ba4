import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Proxies } from '../proxies/proxies.ts';
import type { Proxy } from '../proxies/proxy.ts';
import { errorView } from './errors.ts';
import { parseBody } from './read-body.ts';
import { readProxies, readProxy, readSettings, readToxic, readToxicChange } from './read-wishes.ts';
import { viewOf } from './views.ts';

type ProxyPath = { Params: { proxy: string }; Body: string | undefined };
type ToxicPath = { Params: { proxy: string; toxic: string }; Body: string | undefined };
type Plain = { Body: string | undefined };

/** Every route that Toxiproxy has but for `/version` and `/metrics`. Source: api.go of Toxiproxy 2.12. */
export function addRoutes(app: FastifyInstance, proxies: Proxies): void {
  addProxyRoutes(app, proxies);
  addToxicRoutes(app, proxies);
  app.post<Plain>('/populate', ({ body }, reply) => populate(proxies, body, reply));
  app.post('/reset', async (_request, reply) => {
    await proxies.reset();
    return reply.code(204).send();
  });
}

function addProxyRoutes(app: FastifyInstance, proxies: Proxies): void {
  app.get('/proxies', async () => Object.fromEntries(proxies.all.map((each) => [each.name, viewOf(each)])));
  app.post<Plain>('/proxies', async ({ body }, reply) => {
    const proxy = await proxies.add(readProxy(jsonOf(body)));
    return reply.code(201).send(viewOf(proxy));
  });
  app.get<ProxyPath>('/proxies/:proxy', async ({ params }) => viewOf(proxies.get(params.proxy)));
  app.route<ProxyPath>({
    method: ['POST', 'PATCH'],
    url: '/proxies/:proxy',
    handler: async ({ params, body }) => {
      proxies.get(params.proxy);
      const given = jsonOf(body);
      return viewOf(await proxies.update(params.proxy, (proxy) => readSettings(given, proxy)));
    },
  });
  app.delete<ProxyPath>('/proxies/:proxy', async ({ params }, reply) => {
    await proxies.remove(params.proxy);
    return reply.code(204).send();
  });
}

function addToxicRoutes(app: FastifyInstance, proxies: Proxies): void {
  app.get<ProxyPath>('/proxies/:proxy/toxics', async ({ params }) => proxies.get(params.proxy).toxics);
  app.post<ProxyPath>('/proxies/:proxy/toxics', async ({ params, body }) => {
    const proxy = proxies.get(params.proxy);
    const toxic = readToxic(jsonOf(body));
    proxy.addToxic(toxic);
    return toxic;
  });
  app.get<ToxicPath>('/proxies/:proxy/toxics/:toxic', async ({ params }) =>
    proxies.get(params.proxy).toxic(params.toxic),
  );
  app.route<ToxicPath>({
    method: ['POST', 'PATCH'],
    url: '/proxies/:proxy/toxics/:toxic',
    handler: async ({ params, body }) => {
      const proxy = proxies.get(params.proxy);
      const toxic = proxy.toxic(params.toxic);
      proxy.changeToxic(toxic, readToxicChange(jsonOf(body), toxic));
      return toxic;
    },
  });
  app.delete<ToxicPath>('/proxies/:proxy/toxics/:toxic', async ({ params }, reply) => {
    const proxy = proxies.get(params.proxy);
    proxy.removeToxic(proxy.toxic(params.toxic));
    return reply.code(204).send();
  });
}

/** What has been done before the first that fails is shown beside the error. */
async function populate(
  proxies: Proxies,
  body: string | undefined,
  reply: FastifyReply,
): Promise<FastifyReply> {
  let done: Proxy[] | undefined;
  try {
    const wishes = readProxies(jsonOf(body));
    done = [];
    await proxies.populate(wishes, (proxy) => done?.push(proxy));
    return await reply.code(201).send({ proxies: viewsOf(done) });
  } catch (error) {
    const view = errorView(error);
    return reply.code(view.status).send({ ...view, proxies: viewsOf(done) });
  }
}

/** As Go writes an empty list here: null. */
function viewsOf(proxies: readonly Proxy[] | undefined): unknown {
  return proxies === undefined || proxies.length === 0 ? null : proxies.map(viewOf);
}

function jsonOf(body: string | undefined): unknown {
  return parseBody(body ?? '');
}
