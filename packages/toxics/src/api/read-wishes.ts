import { own } from '@pod-contagion/notations';
import { ToxicsError } from '../errors.ts';
import { KINDS } from '../kinds/index.ts';
import type { Attributes } from '../kinds/kind.ts';
import { STREAMS, type StreamName, type Toxic } from '../kinds/toxic.ts';
import type { ProxySettings } from '../proxies/proxy.ts';
import type { ProxyWish } from '../proxies/proxies.ts';
import { badBody, Fields, NUMBER, SWITCH, TEXT, WHOLE } from './read-body.ts';

/** Of a proxy that is enabled unless it is said. */
const NEW_PROXY: ProxySettings = { listen: '', upstream: '', enabled: true };

/**
 * Reads a proxy that is to be added.
 * @param place follows the name of a missing field: ` at proxy 2`
 * @throws {ToxicsError} TOXICS_BAD_BODY, TOXICS_MISSING_FIELD
 */
export function readProxy(body: unknown, place = ''): ProxyWish {
  const fields = new Fields(body);
  const wish = { name: fields.read('name', TEXT, ''), ...settingsIn(fields, NEW_PROXY) };
  for (const field of ['name', 'upstream'] as const) {
    if (wish[field] === '') {
      throw new ToxicsError('TOXICS_MISSING_FIELD', `missing required field: ${field}${place}`);
    }
  }
  return wish;
}

/**
 * Reads a list of them: all are right, or none is added.
 * @throws {ToxicsError} TOXICS_BAD_BODY, TOXICS_MISSING_FIELD
 */
export function readProxies(body: unknown): readonly ProxyWish[] {
  if (!Array.isArray(body)) throw badBody('expected a list of proxies, got none');
  return body.map((each, index) => readProxy(each, ` at proxy ${index + 1}`));
}

/**
 * Reads what is to be changed of a proxy; the rest stays.
 * @throws {ToxicsError} TOXICS_BAD_BODY
 */
export function readSettings(body: unknown, now: ProxySettings): ProxySettings {
  return settingsIn(new Fields(body), now);
}

/**
 * Reads a toxic that is to be added: downstream, for every connection, and named after its type and stream, where it is not said.
 * @throws {ToxicsError} TOXICS_BAD_BODY, TOXICS_INVALID_STREAM, TOXICS_INVALID_TYPE
 */
export function readToxic(body: unknown): Toxic {
  const fields = new Fields(body);
  const type = fields.read('type', TEXT, '');
  const stream = readStream(fields.read('stream', TEXT, 'downstream'));
  const kind = own(KINDS, type);
  if (kind === undefined) throw new ToxicsError('TOXICS_INVALID_TYPE', 'invalid toxic type');
  return {
    attributes: readAttributes(fields, kind.defaults),
    name: fields.read('name', TEXT, '') || `${type}_${stream}`,
    type,
    stream,
    toxicity: fields.read('toxicity', NUMBER, 1),
  };
}

/**
 * Reads what is to be changed of a toxic: attributes one by one, and the toxicity.
 * @throws {ToxicsError} TOXICS_BAD_BODY
 */
export function readToxicChange(body: unknown, now: Toxic): Pick<Toxic, 'attributes' | 'toxicity'> {
  const fields = new Fields(body);
  return {
    attributes: readAttributes(fields, now.attributes),
    toxicity: fields.read('toxicity', NUMBER, now.toxicity),
  };
}

function settingsIn(fields: Fields, now: ProxySettings): ProxySettings {
  return {
    listen: fields.read('listen', TEXT, now.listen),
    upstream: fields.read('upstream', TEXT, now.upstream),
    enabled: fields.read('enabled', SWITCH, now.enabled),
  };
}

/** Only those that the type has; others are passed over, as Toxiproxy does. */
function readAttributes(fields: Fields, now: Attributes): Attributes {
  const given = fields.within('attributes');
  const names = Object.keys(now);
  return Object.fromEntries(names.map((name) => [name, given.read(name, WHOLE, now[name] ?? 0)]));
}

function readStream(text: string): StreamName {
  const stream = STREAMS.find((each) => each === text.toLowerCase());
  if (stream !== undefined) return stream;
  throw new ToxicsError('TOXICS_INVALID_STREAM', 'stream was invalid, can be either upstream or downstream');
}
