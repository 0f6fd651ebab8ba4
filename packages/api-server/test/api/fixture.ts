import { Agent, request, type Dispatcher } from 'undici';
import { PATIENCE_MS } from '../../../../scripts/testing/until.ts';
import { serveApi } from '../../src/api/serve-api.ts';
import { createCertificates, type Certificates } from '../../src/credentials/certificates.ts';
import { createKinds } from '../../src/kinds/index.ts';
import type { Kind } from '../../src/registry/kind.ts';
import type { ContainerAccess } from '../../src/api/containers.ts';
import { systemClock, type Clock } from '../../src/machinery/clock.ts';
import type { ConfigMap, Deployment, Pod } from '../../src/machinery/objects.ts';
import { createAddressPool, createNumberPool } from '../../src/machinery/pool.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { Registry } from '../../src/registry/registry.ts';

/** The token that opens the servers of these tests. */
export const TOKEN = 'the-token';

let certificates: Promise<Certificates> | undefined;

/** Whatever JSON may hold; tests say what they expect of it. */
export type Json = ReturnType<typeof JSON.parse>;

/** An answer, read to its end. */
export type Read = { code: number; headers: Dispatcher.ResponseData['headers']; text: string; json: Json };

/** How a server is made, and asked. */
export type FixtureOptions = {
  clock?: Clock;
  openLog?: ContainerAccess['openLog'];
  find?: ContainerAccess['find'];
  random?: () => number;
  adapt?: (kinds: readonly Kind[]) => readonly Kind[];
};

export type AskOptions = {
  method?: string;
  body?: unknown;
  accept?: string;
  headers?: Record<string, string>;
  contentType?: string;
};

export type Fixture = {
  registry: Registry;
  url: string;
  ca: string;
  errors: unknown[];
  watchCount: () => number;
  /** Asks and reads the whole answer; JSON where it is that. */
  ask: (path: string, options?: AskOptions) => Promise<Read>;
  /** Asks and gives the answer as it comes. */
  open: (path: string, options?: AskOptions) => Promise<Dispatcher.ResponseData>;
  close: () => Promise<void>;
};

/** An API server of all kinds over HTTPS, with the Namespace `default`. */
export async function openFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const {
    clock = systemClock,
    openLog = () => Promise.resolve(undefined),
    find = () => undefined,
    adapt = (kinds) => kinds,
  } = options;
  certificates ??= createCertificates({ hosts: ['127.0.0.1'], nowMs: Date.now() });
  const { ca, certificate, key } = await certificates;
  const first = 127 * 2 ** 24 + 65 * 2 ** 16 + 1;
  const order = { kind: 'sequential' } as const;
  const kinds = adapt(
    createKinds({
      serviceAddresses: createAddressPool(
        createNumberPool({ first, last: first + 50, order, range: '127.65.0.0/26' }),
      ),
      nodePorts: createNumberPool({ first: 30_000, last: 30_050, order, range: '30000-30050' }),
    }),
  );
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const registry = createRegistry(kinds, clock, onError);
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  const server = await serveApi({
    registry,
    kinds,
    runtime: { openLog, find },
    tls: { key, cert: certificate },
    token: TOKEN,
    onError,
    ...(options.random === undefined ? {} : { random: options.random }),
  });
  const url = `https://127.0.0.1:${server.port}`;
  const agent = new Agent({ connect: { ca }, headersTimeout: PATIENCE_MS, bodyTimeout: 0 });

  const open: Fixture['open'] = (path, { method, body, accept, headers, contentType } = {}) =>
    request(`${url}${path}`, {
      dispatcher: agent,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(accept === undefined ? {} : { accept }),
        ...(body === undefined && contentType === undefined
          ? {}
          : { 'content-type': contentType ?? 'application/json' }),
        ...headers,
      },
      body:
        body === undefined
          ? null
          : typeof body === 'string' || Buffer.isBuffer(body)
            ? body
            : JSON.stringify(body),
    });

  const ask: Fixture['ask'] = async (path, askOptions) => {
    const answer = await open(path, askOptions);
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    return {
      code: answer.statusCode,
      headers: answer.headers,
      text,
      json:
        isJson && text !== '' && answer.headers['content-encoding'] === undefined
          ? JSON.parse(text)
          : undefined,
    };
  };

  const close = async (): Promise<void> => {
    await agent.destroy();
    await server.close();
  };
  return { registry, url, ca, errors, watchCount: server.watchCount, ask, open, close };
}

export const configMap = (name: string, more: Partial<ConfigMap['metadata']> = {}): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', ...more },
  data: { key: 'value' },
});

export const pod = (name: string, more: Partial<Pod['metadata']> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', ...more },
  spec: { containers: [{ name: 'main', image: 'x' }] },
});

export const deployment = (name: string, replicas = 1): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'x' }] },
    },
  },
});

/** Events of a watch, one at a time. */
export type WatchEvents = { next: () => Promise<Json>; rest: () => Promise<Json[]>; end: () => void };

/** Reads a watch line by line. */
export function eventsOf({ body }: Dispatcher.ResponseData): WatchEvents {
  const events = (async function* () {
    let rest = '';
    for await (const part of body) {
      const lines = (rest + String(part)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines.map((line) => JSON.parse(line));
    }
  })();
  const next = async (): Promise<Json> => (await events.next()).value;
  const rest = async (): Promise<Json[]> => {
    const all = [];
    for (;;) {
      const event = await next();
      if (event === undefined) return all;
      all.push(event);
    }
  };
  body.on('error', () => {});
  return { next, rest, end: () => void body.destroy() };
}
