import { expected, Fields } from '../network/fields.ts';
import { REDIRECT_FIELDS, readRedirect } from '../redirect/validate.ts';
import { MAX_BODY_BYTES, MAX_BYTES_PER_SECOND, MAX_DELAY_MS, MAX_FIRST } from './limits.ts';
import type { Failure, HeaderMatch, RequestEffect, RequestFaultSpec, RequestMatch } from './spec.ts';

const MAX_ITEMS = 50;
const MAX_CHARACTERS = 1_024;

/** RFC 9110: a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;
/** What may stand in a header: printable, blanks and tabs. */
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;
/** How a body ends is said by the proxy alone. */
const NOT_OURS = /^(?:content-length|transfer-encoding|connection|upgrade|trailer)$/i;

/**
 * Checks a fault of requests strictly, as it comes as JSON.
 *
 * @throws {ChaosError} CHAOS_USAGE which names the field, what was expected and what was got.
 */
export function validateRequestFault(value: unknown): RequestFaultSpec {
  const fields = new Fields(value, 'fault', ['kind', ...REDIRECT_FIELDS, 'calls', 'match', 'effect']);
  const redirect = readRedirect(fields);
  const calls = fields.choice('calls', ['http', 'grpc']);
  return {
    kind: fields.choice('kind', ['requests']),
    ...redirect,
    calls,
    match: readMatch(fields.get('match')),
    effect: readEffect(fields.get('effect'), calls),
  };
}

function readMatch(value: unknown): RequestMatch {
  const path = 'fault.match';
  const fields = new Fields(value, path, ['methods', 'paths', 'headers', 'excludedPaths']);
  return {
    methods: texts(fields, 'methods', TOKEN, 'a method such as GET'),
    paths: texts(fields, 'paths', /^[/*]/, 'a path that begins with / or *'),
    headers: fields.list('headers', MAX_ITEMS).map((item, index): HeaderMatch => {
      const header = new Fields(item, `${path}.headers.${index}`, ['name', 'value']);
      const name = text(header, 'name', TOKEN, 'the name of a header');
      return header.has('value')
        ? { name, value: text(header, 'value', VALUE, 'the value of a header') }
        : { name };
    }),
    excludedPaths: texts(fields, 'excludedPaths', /^[/*]/, 'a path that begins with / or *'),
  };
}

function readEffect(value: unknown, calls: RequestFaultSpec['calls']): RequestEffect {
  const fields = new Fields(value, 'fault.effect', ['delay', 'failure', 'bytesPerSecond']);
  if (!['delay', 'failure', 'bytesPerSecond'].some((name) => fields.has(name)))
    throw expected('fault.effect', 'at least one of delay, failure, bytesPerSecond', value);
  return {
    ...(fields.has('delay') && { delay: readDelay(fields.get('delay')) }),
    ...(fields.has('failure') && { failure: readFailure(fields.get('failure'), calls) }),
    ...(fields.has('bytesPerSecond') && {
      bytesPerSecond: fields.number('bytesPerSecond', { from: 1, to: MAX_BYTES_PER_SECOND, whole: true }),
    }),
  };
}

function readDelay(value: unknown): NonNullable<RequestEffect['delay']> {
  const fields = new Fields(value, 'fault.effect.delay', ['averageMs', 'variationMs']);
  const averageMs = fields.number('averageMs', { from: 0, to: MAX_DELAY_MS });
  const variationMs = fields.number('variationMs', { from: 0, to: MAX_DELAY_MS });
  if (averageMs + variationMs === 0) throw fields.expected('averageMs', 'a delay above 0');
  if (variationMs > averageMs) throw fields.expected('variationMs', `at most the average, ${averageMs}`);
  return { averageMs, variationMs };
}

function readFailure(
  value: unknown,
  calls: RequestFaultSpec['calls'],
): NonNullable<RequestEffect['failure']> {
  const fields = new Fields(value, 'fault.effect.failure', ['first', 'rate', 'how']);
  const first = fields.number('first', { from: 0, to: MAX_FIRST, whole: true });
  const rate = fields.number('rate', { from: 0, to: 1 });
  if (first + rate === 0) throw fields.expected('rate', 'a share above 0, since first is 0');
  return { first, rate, how: readHow(fields.get('how'), calls) };
}

function readHow(value: unknown, calls: RequestFaultSpec['calls']): Failure {
  const path = 'fault.effect.failure.how';
  const kind = new Fields(value, path, ['do', 'code', 'headers', 'body', 'status', 'message']).choice('do', [
    'answer',
    'grpc',
    'reset',
  ]);
  if (kind === 'reset') {
    void new Fields(value, path, ['do']);
    return { do: kind };
  }
  if (kind !== (calls === 'grpc' ? 'grpc' : 'answer'))
    throw expected(`${path}.do`, calls === 'grpc' ? 'grpc or reset' : 'answer or reset', kind);
  if (kind === 'grpc') {
    const fields = new Fields(value, path, ['do', 'status', 'message']);
    const status = fields.number('status', { from: 1, to: 16, whole: true });
    return { do: kind, status, message: text(fields, 'message', /^/, 'a text') };
  }
  const fields = new Fields(value, path, ['do', 'code', 'headers', 'body']);
  const body = fields.get('body');
  if (typeof body !== 'string' || Buffer.byteLength(body) > MAX_BODY_BYTES)
    throw fields.expected('body', `a text of at most ${MAX_BODY_BYTES} bytes`);
  return {
    do: kind,
    code: fields.number('code', { from: 200, to: 599, whole: true }),
    headers: fields
      .list('headers', MAX_ITEMS)
      .map((item, index) => readHeader(item, `${path}.headers.${index}`)),
    body,
  };
}

function readHeader(item: unknown, path: string): readonly [string, string] {
  const [name, value, ...others]: readonly unknown[] = Array.isArray(item) ? item : [];
  const isRight =
    typeof name === 'string' && TOKEN.test(name) && typeof value === 'string' && VALUE.test(value);
  if (!isRight || others.length > 0) throw expected(path, 'a name and a value of a header', item);
  if (NOT_OURS.test(name)) throw expected(path, 'no header that says how the body ends', name);
  return [name, value];
}

function texts(fields: Fields, name: string, pattern: RegExp, what: string): readonly string[] {
  return fields.list(name, MAX_ITEMS).map((item, index) => {
    if (typeof item === 'string' && item.length <= MAX_CHARACTERS && pattern.test(item)) return item;
    throw expected(`${fields.path}.${name}.${index}`, what, item);
  });
}

function text(fields: Fields, name: string, pattern: RegExp, what: string): string {
  const value = fields.get(name);
  if (typeof value === 'string' && value.length <= MAX_CHARACTERS && pattern.test(value)) return value;
  throw fields.expected(name, what);
}
