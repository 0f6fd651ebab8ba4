import { parse } from 'yaml';
import type { Credential } from '../credentials.ts';

/** What a plug-in answered. */
export type PluginAnswer = Readonly<{
  credential: Credential;
  /** Milliseconds since 1970; Infinity where it does not say. */
  untilMs: number;
}>;

/**
 * Reads what a plug-in wrote.
 * @throws {Error} that says what was expected, and shows nothing of what was written
 */
export function readAnswer(text: string, apiVersion: string): PluginAnswer {
  const answer = objectIn(text);
  if (answer === undefined)
    throw new Error('expected an ExecCredential in JSON on its standard output, got none');
  const { kind, apiVersion: given } = answer;
  if (kind !== 'ExecCredential' || given !== apiVersion) {
    throw new Error(`expected an ExecCredential of ${apiVersion}, got ${String(kind)} of ${String(given)}`);
  }
  const status = recordOf(answer['status']);
  if (status === undefined) throw new Error('expected a status, got none');
  const [token, cert, key] = ['token', 'clientCertificateData', 'clientKeyData'].map((name) => {
    const value = status[name] ?? '';
    if (typeof value !== 'string') throw new Error(`expected a text as status.${name}, got something else`);
    return value;
  }) as [string, string, string];
  if (token + cert + key === '')
    throw new Error('expected a token, or a certificate and its key, got neither');
  if ((cert === '') !== (key === ''))
    throw new Error('expected a certificate and its key, got only one of them');
  return {
    credential: {
      authorization: token === '' ? undefined : `Bearer ${token}`,
      keyPair: cert === '' ? undefined : { cert, key },
    },
    untilMs: expiry(status['expirationTimestamp']),
  };
}

function expiry(timestamp: unknown): number {
  if (timestamp === undefined || timestamp === null) return Infinity;
  const untilMs = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
  if (Number.isNaN(untilMs))
    throw new Error('expected a time as status.expirationTimestamp, got something else');
  return untilMs;
}

/** JSON, or YAML, which Kubernetes' decoders take as well. */
function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    try {
      return recordOf(parse(text, { logLevel: 'silent' }));
    } catch {
      return undefined;
    }
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
