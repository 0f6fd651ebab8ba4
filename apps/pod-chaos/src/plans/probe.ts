import type { ProbeOptions } from '@pod-contagion/chaos/probe';
import { usageError } from '../errors.ts';
import type { ProbeFlags } from '../flags/probe.ts';
import { given } from './given.ts';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Puts the flags of `probe` together; the toolkit checks the URL and the rest.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planProbe(flags: ProbeFlags): ProbeOptions {
  const { url, rate, duration, count, timeout, expect, method, header, data, connections, insecure } = flags;
  if (url === undefined) throw usageError('expected a URL, such as http://10.0.0.1:8080/, got none');
  if (flags.samples && !flags.json) throw usageError('--samples expects --json, got it alone');
  return {
    url,
    headers: headersOf(header, data),
    insecure,
    ...given({
      ratePerSecond: rate,
      durationMs: duration,
      count,
      timeoutMs: timeout,
      expect,
      method: method ?? (data === undefined ? undefined : 'POST'),
      body: data,
      connections: connections === undefined || connections === 'both' ? undefined : [connections],
    }),
  };
}

/** With data and no other word on it a form, as curl's -d sends it: it is how a podder is infected. */
function headersOf(texts: readonly string[], data: string | undefined): Record<string, string> {
  const headers = Object.fromEntries(texts.map(splitHeader));
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return data === undefined || hasType ? headers : { ...headers, 'content-type': FORM };
}

function splitHeader(text: string): [name: string, value: string] {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1).trim()];
}
