import { isObject, type Json, type JsonObject } from '../json.ts';
import { namesIn, type Values } from './substitute.ts';

/** A value of the configuration that a probe is asked for when the experiment runs; nobody knows it before. */
export function isAsked(value: Json | undefined): value is JsonObject {
  return isObject(value) && value['type'] === 'probe' && isObject(value['provider'] ?? null);
}

/** The values that are known before the experiment runs. */
export function withoutAsked({ configuration, secrets }: Values): Values {
  const known = Object.entries(configuration).filter(([, value]) => !isAsked(value));
  return { configuration: Object.fromEntries(known), secrets };
}

/** Names in a part of an experiment whose values are not known before it runs, each once. */
export function askedNames(data: Json, { configuration }: Values): readonly string[] {
  return namesIn(data).filter((name) => Object.hasOwn(configuration, name) && isAsked(configuration[name]));
}
