import { request } from 'undici';
import { describeError } from '@pod-contagion/errors';
import { ExperimentError } from '../errors.ts';
import { HOOK_LIMIT_MS } from '../limits.ts';
import type { HookBody } from './templates.ts';

/**
 * Reads the address of a hook: a URL, or `env:NAME` for one that stands in the environment, as it is often a secret.
 * @throws {ExperimentError} EXPERIMENT_HOOK; the address itself is not told
 */
export function readHookUrl(
  what: string,
  given: string,
  env: Readonly<Record<string, string | undefined>>,
): URL {
  const [, name] = /^env:(\w+)$/.exec(given) ?? [];
  const text = name === undefined ? given : env[name];
  if (text === undefined) {
    throw new ExperimentError(
      'EXPERIMENT_HOOK',
      `${what} expects the variable ${name} in the environment, got none`,
    );
  }
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new ExperimentError(
    'EXPERIMENT_HOOK',
    `${what} expects a URL of http or https, or env:NAME, got something else`,
  );
}

/** What may be told of a hook's address: whom it is for, and not the key in its path. */
export function hookName(url: URL): string {
  return url.host;
}

/** Sends a hook. Undefined where it was taken; else why not, in a few words without the address. Never rejects. */
export async function sendHook(url: URL, { type, body }: HookBody): Promise<string | undefined> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
      signal: AbortSignal.timeout(HOOK_LIMIT_MS),
    });
    await answer.body.dump();
    const { statusCode } = answer;
    return statusCode < 300 ? undefined : `${hookName(url)} answered ${statusCode}`;
  } catch (error) {
    return `${hookName(url)} can't be asked: ${describeError(error).replaceAll(url.href, hookName(url))}`;
  }
}
