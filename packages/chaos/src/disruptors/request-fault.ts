import { usageError } from '../errors.ts';
import type { Failure, RequestFaultSpec } from '../faults/requests/spec.ts';
import { validateFault } from '../faults/validate-fault.ts';
import { checkFields, readDelay, type DisruptorDuration } from './fields.ts';

/** What faults of HTTP and of gRPC have in common. */
type RequestFault = Readonly<{
  /** Port of the pod; default 80. */
  port?: number;
  /** How long requests are held back; default 0. */
  averageDelay?: DisruptorDuration;
  /** How much that varies, both ways, at most the average; default 0. */
  delayVariation?: DisruptorDuration;
  /** Share of requests that fail, 0 to 1; default 0. */
  errorRate?: number;
  /** What is left alone, separated by commas. */
  exclude?: string;
}>;

/** What k6 calls an HTTP fault. */
export type HttpFault = RequestFault &
  Readonly<{
    /** Status of failures; has to be there where there is a rate. */
    errorCode?: number;
    errorBody?: string;
  }>;

/** What k6 calls a gRPC fault; `exclude` names services. */
export type GrpcFault = RequestFault &
  Readonly<{
    /** Status of failures, 1 to 16; has to be there where there is a rate. */
    statusCode?: number;
    statusMessage?: string;
  }>;

/** How the proxy is set up. */
export type ProxyOptions = Readonly<{
  /** Where it listens in the pod; default: any port that is free. */
  proxyPort?: number;
  /** Whether connections that were open before are reset, so that clients make new ones; default false: they are left alone. */
  resetOpen?: boolean;
}>;

const COMMON = ['port', 'averageDelay', 'delayVariation', 'errorRate', 'exclude'];

/** The port of the pod where none is given, as k6 has it. */
const DEFAULT_PORT = 80;

/**
 * Reads an HTTP fault of k6.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readHttpFault(fault: HttpFault, options: ProxyOptions, on: string): RequestFaultSpec {
  checkFields('an HTTP fault', fault, [...COMMON, 'errorCode', 'errorBody']);
  const { errorCode, errorBody = '' } = fault;
  return requestFault(fault, options, {
    on,
    calls: 'http',
    // k6's paths are whole paths; here what is below one is left alone as well.
    excluded: (path) => path,
    how:
      errorCode === undefined ? undefined : { do: 'answer', code: errorCode, headers: [], body: errorBody },
    code: 'errorCode',
  });
}

/**
 * Reads a gRPC fault of k6.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readGrpcFault(fault: GrpcFault, options: ProxyOptions, on: string): RequestFaultSpec {
  checkFields('a gRPC fault', fault, [...COMMON, 'statusCode', 'statusMessage']);
  const { statusCode, statusMessage = '' } = fault;
  return requestFault(fault, options, {
    on,
    calls: 'grpc',
    excluded: (service) => (service.startsWith('/') ? service : `/${service}`),
    how: statusCode === undefined ? undefined : { do: 'grpc', status: statusCode, message: statusMessage },
    code: 'statusCode',
  });
}

function requestFault(
  fault: RequestFault,
  options: ProxyOptions,
  {
    on,
    calls,
    excluded,
    how,
    code,
  }: Readonly<{
    on: string;
    calls: RequestFaultSpec['calls'];
    excluded: (text: string) => string;
    how: Failure | undefined;
    code: string;
  }>,
): RequestFaultSpec {
  checkFields('options of a proxy', options, ['proxyPort', 'resetOpen']);
  const { port = DEFAULT_PORT, errorRate = 0, exclude = '' } = fault;
  const averageMs = readDelay('averageDelay', fault.averageDelay ?? 0);
  const variationMs = readDelay('delayVariation', fault.delayVariation ?? 0);
  if (typeof exclude !== 'string') {
    throw usageError(`expected exclude to be a text such as "/a,/b", got ${JSON.stringify(exclude)}`);
  }
  if (errorRate !== 0 && how === undefined) {
    throw usageError(`expected ${code} beside errorRate ${JSON.stringify(errorRate)}, got none`);
  }
  const excludedPaths = exclude
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map(excluded);
  const spec: RequestFaultSpec = {
    kind: 'requests',
    interface: on,
    port,
    calls,
    match: { methods: [], paths: [], headers: [], excludedPaths },
    effect: {
      ...(averageMs + variationMs === 0 ? {} : { delay: { averageMs, variationMs } }),
      ...(errorRate === 0 || how === undefined ? {} : { failure: { first: 0, rate: errorRate, how } }),
    },
    except: [],
    ...(options.proxyPort === undefined ? {} : { proxyPort: options.proxyPort }),
    ...(options.resetOpen === undefined ? {} : { resetsOpen: options.resetOpen }),
  };
  return validateFault(spec) as RequestFaultSpec;
}
