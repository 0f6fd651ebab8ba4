import { badRequest, unsupportedMediaType, type ApiError } from '../machinery/api-error.ts';
import { decodeMessage, openEnvelope, PROTOBUF_MEDIA_TYPE } from '../protobuf/index.ts';
import { checkObject } from '../schema/check.ts';
import { fieldsOf } from '../schema/fields.ts';
import { goValueOf } from '../schema/go-types.ts';
import { ParseError, parseJson, parseYaml, type Parsed } from '../schema/parse.ts';
import { definitionFor, goNameOf, internalPackageOf } from '../schema/type-names.ts';

/** What becomes of fields that are unknown or given twice: an error, a warning, or nothing. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** An object as it came, and what its sender is to be warned of. */
export type Decoded = Readonly<{ object: Record<string, unknown>; warnings: string[] }>;

/** Which kind an address expects. */
export type ExpectedKind = Readonly<{ apiVersion: string; kind: string }>;

/** The media types that a body may have here. */
export const BODY_MEDIA_TYPES: readonly string[] = [
  'application/json',
  'application/yaml',
  PROTOBUF_MEDIA_TYPE,
];

/** How much of a body a message shows. Source: apiserver/pkg/endpoints/handlers/rest.go (transformDecodeError). */
const SUMMARY_BYTES = 30;

function summaryOf(bytes: Buffer): string {
  if (bytes.length === 0) return '<empty>';
  const start = bytes.subarray(0, SUMMARY_BYTES);
  const text = bytes[0] === '{'.charCodeAt(0) ? start.toString('utf8') : start.toString('hex');
  return bytes.length > SUMMARY_BYTES ? `${text} ...` : text;
}

function mediaTypeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** What a body holds; of protobuf only its kind, as the message can be read no sooner than that is known. */
type Body = Parsed & Readonly<{ message?: Uint8Array }>;

function parse(bytes: Buffer, mediaType: string, strict: boolean): Body {
  if (mediaType === PROTOBUF_MEDIA_TYPE) {
    const { apiVersion, kind, message } = openEnvelope(bytes);
    return { value: { apiVersion, kind }, duplicates: [], message };
  }
  const text = bytes.toString('utf8');
  return mediaType === 'application/yaml' ? parseYaml(text, strict) : parseJson(text, strict);
}

const NAMELESS =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** Why no kind can be read from a value. Source: apimachinery/pkg/runtime/serializer/json/meta.go. */
function kindProblem(value: unknown): string | undefined {
  const start = "couldn't get version/kind; json parse error: json: cannot unmarshal";
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value))
    return `${start} ${goValueOf(value)} into Go value of type ${NAMELESS}`;
  for (const field of ['apiVersion', 'kind']) {
    const given = (value as Record<string, unknown>)[field] ?? '';
    if (typeof given !== 'string')
      return `${start} ${goValueOf(given)} into Go struct field .${field} of type string`;
  }
  const { apiVersion = '' } = value as { apiVersion?: string };
  return apiVersion.split('/').length > 2 ? `unexpected GroupVersion string: ${apiVersion}` : undefined;
}

/** A field that kindProblem has found to be a string or not there. */
function stringField(object: Readonly<Record<string, unknown>>, field: string, otherwise: string): string {
  const value = object[field];
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/', 1)[0] ?? '') : '';
}

/** 400 where a body is of another kind than its address. Source: apiserver/pkg/endpoints/handlers/create.go. */
function wrongKind(
  actual: ExpectedKind,
  expected: ExpectedKind,
  definition: string,
  refuse: (why: string) => ApiError,
): ApiError | undefined {
  const found = definitionFor(actual.apiVersion, actual.kind);
  if (found === definition) return undefined;
  if (found !== undefined) {
    const into = `${internalPackageOf(definition)}.${expected.kind}`;
    return refuse(`converting (v1.${goNameOf(found)}) to (${into}): unknown conversion`);
  }
  if (actual.kind === expected.kind && groupOf(actual.apiVersion) === groupOf(expected.apiVersion))
    return badRequest(
      `the API version in the data (${actual.apiVersion}) does not match the expected API version (${expected.apiVersion})`,
    );
  return refuse(
    `no kind "${actual.kind}" is registered for version "${actual.apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`,
  );
}

/**
 * Reads the body of a request into an object of a definition. Unknown fields are dropped, after an error or a warning
 * as `fieldValidation` says; `apiVersion` and `kind` may be left out. Throws ApiError: 400 for what can't be read, is
 * of another kind or of a wrong type, 415 for a media type that is none of BODY_MEDIA_TYPES.
 */
export function decodeObject(
  bytes: Buffer,
  contentType: string,
  definition: string,
  expected: ExpectedKind,
  fieldValidation: FieldValidation,
): Decoded {
  const mediaType = mediaTypeOf(contentType) || 'application/json';
  if (!BODY_MEDIA_TYPES.includes(mediaType)) throw unsupportedMediaType(BODY_MEDIA_TYPES);
  const unrecognized = (why: string): ApiError =>
    badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): ${why} (${summaryOf(bytes)})`,
    );

  let parsed: Body;
  try {
    parsed = parse(bytes, mediaType, fieldValidation !== 'Ignore');
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const isJson = mediaType === 'application/json';
    throw unrecognized(
      isJson ? `couldn't get version/kind; json parse error: ${error.message}` : error.message,
    );
  }
  const problem = kindProblem(parsed.value);
  if (problem !== undefined) throw unrecognized(problem);

  const given = (parsed.value ?? {}) as Record<string, unknown>;
  const actual: ExpectedKind = {
    apiVersion: stringField(given, 'apiVersion', expected.apiVersion),
    kind: stringField(given, 'kind', expected.kind),
  };
  const version = actual.apiVersion.split('/').at(-1) ?? '';
  const refuse = (why: string): ApiError =>
    badRequest(`${actual.kind} in version "${version}" cannot be handled as a ${expected.kind}: ${why}`);
  const wrong = wrongKind(actual, expected, definition, refuse);
  if (wrong !== undefined) throw wrong;

  if (parsed.message !== undefined) {
    try {
      Object.assign(given, decodeMessage(definition, parsed.message));
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      throw refuse(error.message);
    }
  }
  const findings = checkObject(definition, given);
  if (findings.problem !== undefined) throw refuse(findings.problem);
  // In the order in which the API writes them; metadata is there even where it was not given, as it is in Go.
  const object: Record<string, unknown> = { kind: actual.kind, apiVersion: actual.apiVersion };
  if (fieldsOf(definition).has('metadata')) object['metadata'] = {};
  Object.assign(object, given, actual);
  if (fieldValidation === 'Ignore') return { object, warnings: [] };
  const strictErrors = [...findings.unknown.map((path) => `unknown field "${path}"`), ...parsed.duplicates];
  if (fieldValidation === 'Strict' && strictErrors.length > 0)
    throw refuse(`strict decoding error: ${strictErrors.join(', ')}`);
  return { object, warnings: strictErrors };
}
