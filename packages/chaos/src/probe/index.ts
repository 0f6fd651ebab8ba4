// How long a URL did not answer; needs no cluster.
export type { ProbeErrorKind } from './error-kind.ts';
export { formatProbeReport } from './format.ts';
export { readProbeOptions, type ProbeOptions } from './options.ts';
export { probeUrl } from './probe-url.ts';
export type { ConnectionReport, ProbeReport, ProbeSample } from './report.ts';
