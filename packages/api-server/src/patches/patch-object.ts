import { ApiError, badRequest } from '../machinery/api-error.ts';
import { invalid } from '../machinery/field-error.ts';
import { checkObject } from '../schema/check.ts';
import type { Decoded, FieldValidation } from '../decoding/decode-object.ts';
import { fieldsOf } from '../schema/fields.ts';
import { ParseError, parseJson, type Parsed } from '../schema/parse.ts';
import { applyPatch, patchTypeOf } from './apply-patch.ts';
import { goText } from './json-value.ts';
import { isRecord } from '@pod-contagion/notations';
import { JSON_PATCH, STRATEGIC_MERGE_PATCH } from './patch-types.ts';

/** A patch as it came in. */
export type PatchBody = Readonly<{ contentType: string; bytes: Buffer; fieldValidation: FieldValidation }>;

/** 422 for what a patch made of an object. Source: apiserver/pkg/endpoints/handlers/patch.go. */
function invalidPatch(shown: string, detail: string): ApiError {
  const { reason, message, field } = invalid('patch', shown, detail);
  return new ApiError(422, 'Invalid', ` "" is invalid: ${field}: ${message}`, {
    causes: [{ reason, message, field }],
  });
}

function parse({ bytes, fieldValidation }: PatchBody, patchType: string): Parsed {
  try {
    return parseJson(bytes.toString('utf8'), fieldValidation !== 'Ignore');
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw badRequest(
      patchType === STRATEGIC_MERGE_PATCH ? error.message : `error decoding patch: ${error.message}`,
    );
  }
}

const OPERATION_FIELDS: ReadonlySet<string> = new Set(['op', 'path', 'from', 'value']);

/** What strict decoding holds against a patch itself. */
function strictErrorsOf({ value, duplicates }: Parsed, patchType: string): string[] {
  if (patchType !== JSON_PATCH || !Array.isArray(value)) return duplicates;
  const unknown = value.flatMap((operation: unknown, index) =>
    isRecord(operation)
      ? Object.keys(operation)
          .filter((key) => !OPERATION_FIELDS.has(key))
          .map((key) => `unknown field "[${index}].${key}"`)
      : [],
  );
  return [...unknown, ...duplicates].map((text) => `json patch ${text}`);
}

/**
 * Reads a patch, applies it to an object of a definition and checks what came out, as a PATCH does; the object given is not
 * changed. Throws ApiError: 400 for what can't be read, 415 for an unknown type of patch, 422 for what can't be applied or
 * has no place in the schema.
 */
export function patchObject(body: PatchBody, original: unknown, definition: string): Decoded {
  const patchType = patchTypeOf(body.contentType);
  const parsed = parse(body, patchType);
  const patched = applyPatch(patchType, original, parsed.value, definition);
  const strategic = patchType === STRATEGIC_MERGE_PATCH;
  // What the patch made is put together again only where it has to be shown: the check below changes it in place.
  const complain = (detail: string): ApiError => {
    const shown = strategic
      ? goText(parsed.value)
      : JSON.stringify(applyPatch(patchType, original, parsed.value, definition));
    return invalidPatch(shown, detail);
  };
  if (!isRecord(patched)) throw complain('expected an object');
  const findings = checkObject(definition, patched);
  if (findings.problem !== undefined) throw complain(findings.problem);
  const present = isRecord(original) ? original : {};
  for (const field of ['apiVersion', 'kind']) {
    if (present[field] === undefined) continue;
    if (!strategic && patched[field] !== undefined && patched[field] !== present[field])
      throw complain(`${field} may not be changed by a patch`);
    patched[field] = present[field];
  }
  if (fieldsOf(definition).has('metadata')) patched['metadata'] ??= {};
  if (body.fieldValidation === 'Ignore') return { object: patched, warnings: [] };
  const unknown = findings.unknown.map((path) => `unknown field "${path}"`);
  const strictErrors = [...strictErrorsOf(parsed, patchType), ...(strategic ? unknown.toSorted() : unknown)];
  if (body.fieldValidation === 'Strict' && strictErrors.length > 0)
    throw complain(`strict decoding error: ${strictErrors.join(', ')}`);
  return { object: patched, warnings: strictErrors };
}
