import type { RequestFaultSpec } from '@pod-contagion/chaos/faults';
import { usageError } from '../errors.ts';
import type { FailFlags } from '../flags/fail.ts';
import type { RequestFlags, WaitFlags } from '../flags/requests.ts';
import type { SlowFlags } from '../flags/slow.ts';
import { planRedirect } from './redirect.ts';

type Effect = RequestFaultSpec['effect'];
type Failure = NonNullable<Effect['failure']>['how'];

const DEFAULT_CODE = 500;

/**
 * The fault of `slow`.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planSlow(flags: SlowFlags): RequestFaultSpec {
  const bytesPerSecond = flags['bytes-per-second'];
  const delay = planDelay(flags);
  if (delay === undefined && bytesPerSecond === undefined) {
    throw usageError('expected --delay (-d) or --bytes-per-second, got neither');
  }
  return planRequests(flags, flags.grpc ? 'grpc' : 'http', {
    ...(delay === undefined ? {} : { delay }),
    ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
  });
}

/**
 * The fault of `fail`.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planFail(flags: FailFlags): RequestFaultSpec {
  const { rate, first = 0 } = flags;
  const delay = planDelay(flags);
  const how = planFailure(flags);
  const share = rate === undefined ? Number(first === 0) : rate / 100;
  const isGrpc = flags['grpc-status'] !== undefined;
  return planRequests(flags, isGrpc ? 'grpc' : 'http', {
    failure: { first, rate: share, how },
    ...(delay === undefined ? {} : { delay }),
  });
}

function planFailure(flags: FailFlags): Failure {
  const status = flags['grpc-status'];
  const message = flags['grpc-message'];
  const answers = [
    ...(flags.code === undefined ? [] : ['--code']),
    ...(flags.body === undefined ? [] : ['--body']),
    ...(flags['response-header'].length === 0 ? [] : ['--response-header']),
  ];
  const ways = [
    ...answers.slice(0, 1),
    ...(flags.reset ? ['--reset'] : []),
    ...(status === undefined ? [] : ['--grpc-status']),
  ];
  if (ways.length > 1) throw usageError(`expected one way to fail, got ${ways.join(' and ')}`);
  if (message !== undefined && status === undefined)
    throw usageError('--grpc-message expects --grpc-status beside it');
  if (flags.reset) return { do: 'reset' };
  if (status !== undefined) return { do: 'grpc', status, message: message ?? '' };
  const headers = flags['response-header'].map(([name, value]): [string, string] => {
    if (value === undefined)
      throw usageError(`--response-header expects a value as in '${name}: 1', got none`);
    return [name, value];
  });
  return { do: 'answer', code: flags.code ?? DEFAULT_CODE, headers, body: flags.body ?? '' };
}

function planDelay({ delay, variation }: WaitFlags): Effect['delay'] {
  if (delay === undefined) {
    if (variation !== undefined) throw usageError('--variation (-v) expects --delay (-d) beside it');
    return undefined;
  }
  return { averageMs: delay, variationMs: variation ?? 0 };
}

function planRequests(
  flags: RequestFlags,
  calls: RequestFaultSpec['calls'],
  effect: Effect,
): RequestFaultSpec {
  return {
    kind: 'requests',
    ...planRedirect(flags),
    calls,
    match: {
      methods: flags.method,
      paths: flags.path,
      headers: flags.header.map(([name, value]) => (value === undefined ? { name } : { name, value })),
      excludedPaths: flags['exclude-path'],
    },
    effect,
  };
}
