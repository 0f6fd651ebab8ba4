import { notAcceptable } from '../machinery/api-error.ts';

/** In which form objects are sent. */
export type Form = Readonly<{
  as: 'object' | 'metadata' | 'metadata-list' | 'table';
  /** Version of meta.k8s.io that tables and metadata are in. */
  metaVersion: 'v1' | 'v1beta1';
}>;

/** Media types of answers, as the message of a 406 names them. */
const ACCEPTED = ['application/json'];

const FORMS: Readonly<Record<string, Form['as']>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata-list',
};

/** Media ranges that JSON is in. */
export const JSON_RANGES: ReadonlySet<string> = new Set(['application/json', 'application/*', '*/*']);

/**
 * The first form that a client takes and that can be given: JSON, as it is or as Table or PartialObjectMetadata.
 *
 * Source: apiserver/pkg/endpoints/handlers/negotiation/negotiate.go (`NegotiateMediaTypeOptions`).
 * @throws {ApiError} 406 where there is none.
 */
export function negotiate(accept: string | undefined): Form {
  if (accept === undefined || accept.trim() === '') return { as: 'object', metaVersion: 'v1' };
  for (const { type, parameters } of mediaRanges(accept)) {
    if (!JSON_RANGES.has(type)) continue;
    const form = formOf(parameters);
    if (form !== undefined) return form;
  }
  throw notAcceptable(ACCEPTED);
}

/** A part of an Accept header. */
export type MediaRange = Readonly<{ type: string; parameters: Readonly<Record<string, string>> }>;

/** The parts of an Accept header, those with the greatest `q` first, else in their order; without those refused by `q=0`. */
export function mediaRanges(accept: string): MediaRange[] {
  return accept
    .split(',')
    .map((part) => {
      const [type = '', ...rest] = part.split(';').map((item) => item.trim());
      const pairs = rest.map((item): [string, string] => {
        const [key = '', value = ''] = item.split('=', 2);
        return [key.trim().toLowerCase(), value.trim().replaceAll('"', '')];
      });
      return { type: type.toLowerCase(), parameters: Object.fromEntries(pairs) };
    })
    .filter((range) => range.type !== '' && quality(range) > 0)
    .toSorted((a, b) => quality(b) - quality(a));
}

function quality({ parameters }: MediaRange): number {
  const value = Number(parameters['q'] ?? 1);
  return Number.isNaN(value) ? 1 : value;
}

function formOf(parameters: MediaRange['parameters']): Form | undefined {
  const as = parameters['as'];
  if (as === undefined) return { as: 'object', metaVersion: 'v1' };
  const form = Object.hasOwn(FORMS, as) ? FORMS[as] : undefined;
  const metaVersion = parameters['v'];
  if (form === undefined || parameters['g'] !== 'meta.k8s.io') return undefined;
  if (metaVersion !== 'v1' && metaVersion !== 'v1beta1') return undefined;
  return { as: form, metaVersion };
}
