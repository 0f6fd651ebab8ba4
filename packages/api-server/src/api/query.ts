import { invalid, notSupported, type FieldError } from '../machinery/field-error.ts';
import type { FieldValidation } from '../decoding/decode-object.ts';
import { badRequest, invalidObject } from '../machinery/api-error.ts';

const FIELD_VALIDATIONS = ['Ignore', 'Strict', 'Warn'] as const;

/** The group that options of requests belong to. */
const META_GROUP = 'meta.k8s.io';

/** A switch in a query: absent, `false` and `0` are off. Source: apimachinery/pkg/runtime/conversion.go (`Convert_Slice_string_To_bool`). */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
}

/** A whole number in a query; undefined where it is absent. */
export function integer(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  const number = Number(value);
  if (/^[-+]?\d+$/.test(value) && Number.isSafeInteger(number)) return number;
  throw badRequest(`${name}: strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
}

/** 422 for options that are wrong, as in `ListOptions.meta.k8s.io "" is invalid: ...`. */
export function refuseOptions(options: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject(META_GROUP, options, '', errors);
}

/** What `dryRun` asks for; `given` is from a body or a query. Source: meta/v1/validation/validation.go (`ValidateDryRun`). */
export function isDryRun(given: readonly unknown[], options: string): boolean {
  if (given.some((value) => value !== 'All')) {
    refuseOptions(options, [notSupported('dryRun', given, ['All'])]);
  }
  return given.length > 0;
}

/** The same, from a query. */
export function dryRunOf(query: URLSearchParams, options: string): boolean {
  return isDryRun(query.getAll('dryRun'), options);
}

/** What `fieldValidation` asks for; as in Kubernetes, who does not ask is warned. */
export function fieldValidationOf(query: URLSearchParams, options: string): FieldValidation {
  const value = query.get('fieldValidation') ?? '';
  if (value === '') return 'Warn';
  const known = FIELD_VALIDATIONS.find((item) => item === value);
  if (known === undefined)
    refuseOptions(options, [notSupported('fieldValidation', value, FIELD_VALIDATIONS)]);
  return known ?? 'Warn';
}

/** A version in a query: undefined where it is absent. Source: apiserver/pkg/storage/etcd3/api_object_versioner.go (`ParseResourceVersion`). */
export function resourceVersionOf(query: URLSearchParams, options: string): number | undefined {
  const value = query.get('resourceVersion') ?? '';
  if (value === '') return undefined;
  if (!/^\d{1,15}$/.test(value)) {
    const detail = `strconv.ParseUint: parsing ${JSON.stringify(value)}: invalid syntax`;
    refuseOptions(options, [invalid('resourceVersion', value, detail)]);
  }
  return Number(value);
}
