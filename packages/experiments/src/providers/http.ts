import { Agent, interceptors, request } from 'undici';
import { describeError } from '@pod-contagion/errors';
import { activityFailed } from '../errors.ts';
import type { HttpProvider } from '../experiment.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { HTTP_LIMIT_MS, MAX_BODY_BYTES, MAX_REDIRECTS, MAX_TIMER_MS } from '../limits.ts';
import { pythonText } from '../values/python.ts';
import { substitute, type Values } from '../values/substitute.ts';
import type { Provider, ProviderMistake } from './provider.ts';
import { secondsToMs } from './seconds.ts';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Asks a URL, and gives `{status, headers, body}` whatever the status is. The body is JSON where the answer's content type is
 * `application/json` and nothing else. An answer is waited for 30 s where no timeout is given.
 *
 * Source: chaoslib/provider/http.py of chaostoolkit-lib.
 */
export const httpProvider: Provider<HttpProvider> = {
  needsCluster: false,
  check: checkHttp,
  describe: ({ url, method = 'GET' }, values) =>
    `${method.toUpperCase()} ${pythonText(substitute(url, values))}`,
  async run(spec, { values, signal }) {
    const whole = substitute(spec, values) as unknown as HttpProvider;
    const { connectMs, answerMs } = limitsOf(whole.timeout);
    const agent = new Agent({
      connect: { rejectUnauthorized: whole.verify_tls ?? true, timeout: connectMs },
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
    });
    try {
      return await ask(
        whole,
        agent,
        AbortSignal.any([signal, AbortSignal.timeout(Math.min(connectMs + answerMs, MAX_TIMER_MS))]),
      );
    } catch (error) {
      if (signal.aborted) throw error;
      const isLate = /timeout/i.test(error instanceof Error ? `${error.name} ${error.message}` : '');
      throw activityFailed(
        isLate
          ? `${whole.url} did not answer within ${answerMs} ms`
          : `failed to ask ${whole.url}: ${describeError(error)}`,
        error,
      );
    } finally {
      await agent.destroy();
    }
  },
};

function checkHttp({ url, timeout }: HttpProvider, values: Values): readonly ProviderMistake[] {
  const whole = substitute(url, values);
  const parsed = typeof whole === 'string' ? URL.parse(whole) : null;
  const mistakes: ProviderMistake[] = [];
  // The text itself may hold a secret.
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    mistakes.push({
      field: ['url'],
      message: `expected a URL such as http://127.0.0.1:8080/, got ${JSON.stringify(url)}`,
    });
  }
  const limit = substitute(timeout ?? null, values);
  if (limit !== null && [limit].flat().some((each) => secondsToMs(each) === undefined)) {
    mistakes.push({ field: ['timeout'], message: `expected seconds, got ${JSON.stringify(timeout)}` });
  }
  return mistakes;
}

async function ask(spec: HttpProvider, agent: Agent, signal: AbortSignal): Promise<Json> {
  const { url, method = 'GET', headers = {}, max_retries: retries = 0 } = spec;
  const isGet = method.toUpperCase() === 'GET';
  const target = new URL(url);
  if (isGet) for (const [name, value] of pairsOf(spec.arguments)) target.searchParams.append(name, value);
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, pythonText(value)]));
  const { body, form } = isGet ? {} : bodyOf(spec.arguments, texts);
  const hasType = Object.keys(texts).some((name) => name.toLowerCase() === 'content-type');
  const answer = await request(target, {
    method: method.toUpperCase(),
    headers: form === undefined || hasType ? texts : { ...texts, 'content-type': form },
    ...(body === undefined ? {} : { body }),
    signal,
    // As the server writes them: a tolerance asks for headers by these names.
    responseHeaders: 'raw',
    dispatcher: agent.compose(
      interceptors.redirect({ maxRedirections: MAX_REDIRECTS }),
      interceptors.retry({
        maxRetries: retries,
        methods: ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'],
        statusCodes: [],
      }),
    ),
  });
  const text = await readBody(answer.body);
  const got = headersOf(answer.headers as unknown as readonly string[]);
  const type = Object.entries(got).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return {
    status: answer.statusCode,
    headers: got,
    body: type === 'application/json' ? (JSON.parse(text) as Json) : text,
  };
}

/** Names and values in turn, as an object; those of one name are joined, as requests does. */
function headersOf(raw: readonly string[]): JsonObject {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = '', value = ''] = raw.slice(index, index + 2).map(String);
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

function bodyOf(
  given: Json | undefined,
  headers: Readonly<Record<string, string>>,
): { body?: string; form?: string } {
  if (given === undefined || given === null) return {};
  if (headers['Content-Type'] === 'application/json') return { body: JSON.stringify(given) };
  if (typeof given === 'string') return { body: given };
  return { body: new URLSearchParams(pairsOf(given) as [string, string][]).toString(), form: FORM };
}

function pairsOf(given: Json | undefined): readonly (readonly [string, string])[] {
  if (!isObject(given)) return [];
  return Object.entries(given).flatMap(([name, value]) =>
    [value].flat().flatMap((each) => (each === null ? [] : [[name, pythonText(each as Json)] as const])),
  );
}

async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES)
      throw activityFailed(`expected an answer of at most ${MAX_BODY_BYTES} bytes, got more`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function limitsOf(timeout: Json | undefined): { connectMs: number; answerMs: number } {
  const [first, second] = [timeout ?? null].flat().map((each) => secondsToMs(each));
  const connectMs = Math.min(first ?? HTTP_LIMIT_MS, MAX_TIMER_MS);
  return { connectMs, answerMs: Math.min(second ?? connectMs, MAX_TIMER_MS) };
}
