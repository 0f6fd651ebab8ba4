import { isRecord } from '@pod-contagion/notations';
import { badBody, parseBody } from '../api/read-body.ts';
import { readProxies, readToxic } from '../api/read-wishes.ts';
import { ToxicsError } from '../errors.ts';
import type { Toxic } from '../kinds/toxic.ts';
import { parseAddress } from '../proxies/address.ts';
import type { Proxies, ProxyWish } from '../proxies/proxies.ts';

/** A proxy of a file, and the toxics that it begins with. */
export type ConfiguredProxy = ProxyWish & Readonly<{ toxics: readonly Toxic[] }>;

/** Variables by name, as a process has them. */
type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads a file as Toxiproxy's `-config` takes it: a list of proxies, in JSON. Each may have `toxics` besides, as the REST API
 * shows them, which Toxiproxy passes over. `$(NAME)` in an address stands for a variable, as it does in arguments of a container.
 * More is looked at than at a request: a file is not tried again by whoever wrote it.
 * @throws {ToxicsError} TOXICS_BAD_BODY, TOXICS_MISSING_FIELD, TOXICS_LISTEN, TOXICS_INVALID_STREAM, TOXICS_INVALID_TYPE,
 * TOXICS_PROXY_EXISTS, TOXICS_TOXIC_EXISTS; the message names the proxy
 */
export function readConfig(text: string, variables: Variables = {}): readonly ConfiguredProxy[] {
  const body = parseBody(text);
  const wishes = readProxies(body).map(({ name, listen, upstream, enabled }) => ({
    name,
    listen: expand(listen, variables),
    upstream: expand(upstream, variables),
    enabled,
  }));
  const seen = new Set<string>();
  return wishes.map((wish, index) => {
    if (seen.has(wish.name))
      throw new ToxicsError('TOXICS_PROXY_EXISTS', `two proxies are named ${wish.name}`);
    seen.add(wish.name);
    return within(wish.name, () => {
      parseAddress(wish.listen);
      if (parseAddress(wish.upstream).host === '' || parseAddress(wish.upstream).port === 0) {
        throw badBody(`expected upstream to be HOST:PORT, got ${JSON.stringify(wish.upstream)}`);
      }
      return { ...wish, toxics: toxicsIn((body as readonly unknown[])[index]) };
    });
  });
}

/**
 * Starts the proxies of a file.
 * @throws {ToxicsError} TOXICS_LISTEN, TOXICS_NOT_LOOPBACK, as `Proxies.populate` does
 */
export async function applyConfig(proxies: Proxies, configured: readonly ConfiguredProxy[]): Promise<void> {
  await proxies.populate(configured, (proxy) => {
    for (const toxic of configured.find(({ name }) => name === proxy.name)?.toxics ?? []) {
      proxy.addToxic({ ...toxic });
    }
  });
}

function expand(text: string, variables: Variables): string {
  return text.replaceAll(/\$\((\w+)\)/g, (found, name: string) => {
    const value = variables[name];
    if (value === undefined || value === '')
      throw badBody(`expected the variable ${name} for ${found}, got none`);
    return value.includes(':') ? `[${value}]` : value;
  });
}

function toxicsIn(value: unknown): readonly Toxic[] {
  const given = isRecord(value) ? (value['toxics'] ?? []) : [];
  if (!Array.isArray(given)) throw badBody('expected toxics to be a list, got none');
  const toxics = given.map(readToxic);
  const names = toxics.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ToxicsError('TOXICS_TOXIC_EXISTS', `two toxics are named ${twice}`);
  return toxics;
}

/** Puts the name of a proxy before what is wrong with it. */
function within<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ToxicsError)) throw error;
    throw new ToxicsError(error.code, `proxy ${name}: ${error.message}`, { cause: error });
  }
}
