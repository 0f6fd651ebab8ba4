import { forbidden, notSupported, type FieldError } from '../machinery/field-error.ts';
import type { DeleteOptions } from '../registry/registry.ts';
import { badRequest } from '../machinery/api-error.ts';
import { integer, isDryRun, refuseOptions } from './query.ts';

const OPTIONS = 'DeleteOptions';

const PROPAGATION_POLICIES = ['Foreground', 'Background', 'Orphan'] as const;

/** What a client asked of a deletion. */
export type DeletionAsked = DeleteOptions & Readonly<{ dryRun: boolean; waitsForDependents: boolean }>;

/** A DeleteOptions as it came, before anything in it is known to be right. */
export type GivenDeleteOptions = Readonly<Record<string, unknown>>;

/** The options in the query of a deletion. */
export function deleteOptionsInQuery(query: URLSearchParams): GivenDeleteOptions {
  return {
    gracePeriodSeconds: integer(query, 'gracePeriodSeconds'),
    propagationPolicy: query.get('propagationPolicy') ?? undefined,
    orphanDependents: query.has('orphanDependents') ? query.get('orphanDependents') === 'true' : undefined,
    dryRun: query.getAll('dryRun'),
  };
}

/**
 * Checks DeleteOptions.
 *
 * Source: meta/v1/validation/validation.go (`ValidateDeleteOptions`).
 * @throws {ApiError} 400 or 422 where something in it is wrong.
 */
export function readDeleteOptions(given: GivenDeleteOptions): DeletionAsked {
  const { gracePeriodSeconds, preconditions, propagationPolicy, orphanDependents, dryRun } =
    withoutNulls(given);
  if (gracePeriodSeconds !== undefined && !Number.isSafeInteger(gracePeriodSeconds)) {
    throw wrongType('gracePeriodSeconds', 'a whole number', gracePeriodSeconds);
  }
  if (orphanDependents !== undefined && typeof orphanDependents !== 'boolean') {
    throw wrongType('orphanDependents', 'true or false', orphanDependents);
  }
  if (dryRun !== undefined && !Array.isArray(dryRun)) throw wrongType('dryRun', 'an array', dryRun);
  refuseOptions(OPTIONS, policyErrors(propagationPolicy, orphanDependents));
  const policy =
    orphanDependents === undefined
      ? (propagationPolicy as DeleteOptions['propagationPolicy'])
      : orphanDependents
        ? 'Orphan'
        : 'Background';
  return {
    gracePeriodSeconds: gracePeriodSeconds as number | undefined,
    propagationPolicy: policy,
    preconditions: readPreconditions(preconditions),
    dryRun: isDryRun((dryRun as unknown[] | undefined) ?? [], OPTIONS),
    waitsForDependents: orphanDependents === false || policy === 'Foreground',
  };
}

function policyErrors(policy: unknown, orphanDependents: unknown): FieldError[] {
  if (policy === undefined) return [];
  if (orphanDependents !== undefined) {
    const why = 'orphanDependents and deletionPropagation cannot be both set';
    return [forbidden('propagationPolicy', why)];
  }
  if (PROPAGATION_POLICIES.some((known) => known === policy)) return [];
  return [notSupported('propagationPolicy', policy, [...PROPAGATION_POLICIES, 'nil'])];
}

function readPreconditions(given: unknown): DeleteOptions['preconditions'] {
  if (given === undefined) return undefined;
  if (typeof given !== 'object' || given === null) throw wrongType('preconditions', 'an object', given);
  const { uid, resourceVersion } = withoutNulls(given as GivenDeleteOptions);
  for (const [name, value] of Object.entries({ uid, resourceVersion })) {
    if (value !== undefined && typeof value !== 'string')
      throw wrongType(`preconditions.${name}`, 'a string', value);
  }
  return { uid: uid as string | undefined, resourceVersion: resourceVersion as string | undefined };
}

function withoutNulls(given: GivenDeleteOptions): GivenDeleteOptions {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function wrongType(field: string, expected: string, got: unknown): Error {
  return badRequest(`DeleteOptions: expected ${expected} as ${field}, got ${JSON.stringify(got)}`);
}
