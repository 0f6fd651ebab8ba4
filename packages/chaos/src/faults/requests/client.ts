import { describeResets } from '../redirect/describe.ts';
import { GRPC_STATUSES } from './grpc-status.ts';
import type { Failure, RequestEffect, RequestFaultSpec, RequestMatch } from './spec.ts';

/**
 * Says a fault of requests in a few words, for reports, lists and dry runs: `delay 250 ms ± 50 ms, of GET /api, port 8080, on
 * eth0`.
 */
export function describeRequestFault({
  interface: name,
  port,
  calls,
  match,
  effect,
  resetsOpen,
}: RequestFaultSpec): string {
  const what = calls === 'grpc' ? 'calls of gRPC' : 'requests';
  return [
    ...describeEffect(effect),
    `${what}${describeMatch(match)}`,
    ...(match.excludedPaths.length === 0 ? [] : [`not ${match.excludedPaths.join(' or ')}`]),
    `port ${port}`,
    `on ${name}`,
    ...describeResets(resetsOpen),
  ].join(', ');
}

function describeEffect({ delay, failure, bytesPerSecond }: RequestEffect): readonly string[] {
  const variation = delay === undefined || delay.variationMs === 0 ? '' : ` ± ${delay.variationMs} ms`;
  return [
    delay && `delay ${delay.averageMs} ms${variation}`,
    failure && `${describeFailure(failure.how)} for ${describeShare(failure)}`,
    bytesPerSecond !== undefined && `bodies at ${bytesPerSecond} bytes/s`,
  ].filter((part) => typeof part === 'string');
}

function describeFailure(how: Failure): string {
  switch (how.do) {
    case 'answer':
      return `answer ${how.code}`;
    case 'grpc':
      return `status ${GRPC_STATUSES[how.status] ?? how.status}`;
    case 'reset':
      return 'reset';
  }
}

function describeShare({ first, rate }: NonNullable<RequestEffect['failure']>): string {
  const share = rate === 1 ? 'all' : `${Number((rate * 100).toFixed(4))} %`;
  if (first === 0) return share;
  return rate === 0 ? `the first ${first}` : `the first ${first}, then ${share}`;
}

function describeMatch({ methods, paths, headers }: RequestMatch): string {
  const line = [methods.join(' or '), paths.join(' or ')].filter((part) => part !== '').join(' ');
  const having = headers.map(({ name, value }) => (value === undefined ? name : `${name}: ${value}`));
  return `${line === '' ? '' : ` ${line}`}${having.length === 0 ? '' : ` with ${having.join(' and ')}`}`;
}
