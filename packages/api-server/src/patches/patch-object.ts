import { ApiError, badRequest } from '../machinery/api-error.ts';
import { invalid } from '../machinery/field-error.ts';
import { checkObject } from '../schema/check.ts';
import type { Decoded, FieldValidation } from '../decoding/decode-object.ts';
import { fieldsOf } from '../schema/fields.ts';
import { ParseError, parseJson, type Parsed } from '../schema/parse.ts';
import { applyPatch } from './apply-patch.ts';
import { goText } from './json-value.ts';
import { isRecord } from '@pod-contagion/notations';
import type { PatchType } from './patch-type.ts';
import { patchTypeOf } from './patch-types.ts';

/** A patch as it came in. */
export type PatchBody = Readonly<{ contentType: string; bytes: Buffer; fieldValidation: FieldValidation }>;

/** 422 for what a patch made of an object. Source: apiserver/pkg/endpoints/handlers/patch.go. */
function invalidPatch(shown: string, detail: string): ApiError {
  const { reason, message, field } = invalid('patch', shown, detail);
  return new ApiError(422, 'Invalid', ` "" is invalid: ${field}: ${message}`, {
    causes: [{ reason, message, field }],
  });
}

function parse({ bytes, fieldValidation }: PatchBody, { unreadable }: PatchType): Parsed {
  try {
    return parseJson(bytes.toString('utf8'), fieldValidation !== 'Ignore');
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw badRequest(unreadable(error.message));
  }
}

/**
 * Reads a patch, applies it to an object of a definition and checks what came out, as a PATCH does; the object given is not
 * changed. Throws ApiError: 400 for what can't be read, 415 for an unknown type of patch, 422 for what can't be applied or
 * has no place in the schema.
 */
export function patchObject(body: PatchBody, original: unknown, definition: string): Decoded {
  const patchType = patchTypeOf(body.contentType);
  const { isBySchema, mediaType } = patchType;
  const parsed = parse(body, patchType);
  const patched = applyPatch(mediaType, original, parsed.value, definition);
  // What the patch made is put together again only where it has to be shown: the check below changes it in place.
  const complain = (detail: string): ApiError => {
    const shown = isBySchema
      ? goText(parsed.value)
      : JSON.stringify(applyPatch(mediaType, original, parsed.value, definition));
    return invalidPatch(shown, detail);
  };
  if (!isRecord(patched)) throw complain('expected an object');
  const findings = checkObject(definition, patched);
  if (findings.problem !== undefined) throw complain(findings.problem);
  const present = isRecord(original) ? original : {};
  for (const field of ['apiVersion', 'kind']) {
    if (present[field] === undefined) continue;
    if (!isBySchema && patched[field] !== undefined && patched[field] !== present[field])
      throw complain(`${field} may not be changed by a patch`);
    patched[field] = present[field];
  }
  if (fieldsOf(definition).has('metadata')) patched['metadata'] ??= {};
  if (body.fieldValidation === 'Ignore') return { object: patched, warnings: [] };
  const unknown = findings.unknown.map((path) => `unknown field "${path}"`);
  const strictErrors = [...patchType.strictErrors(parsed), ...(isBySchema ? unknown.toSorted() : unknown)];
  if (body.fieldValidation === 'Strict' && strictErrors.length > 0)
    throw complain(`strict decoding error: ${strictErrors.join(', ')}`);
  return { object: patched, warnings: strictErrors };
}
