import { httpProbe, type HttpProbe } from '../probes/http-probe.ts';
import type { ProbeResult } from '../probes/probe-result.ts';
import { tcpProbe, type TcpProbe } from '../probes/tcp-probe.ts';

/** The two kinds of probe that reach a container over the network; a test brings its own. */
export type Probers = Readonly<{
  http: (probe: HttpProbe) => Promise<ProbeResult>;
  tcp: (probe: TcpProbe) => Promise<ProbeResult>;
}>;

/** The probes that connect for real. */
export const networkProbers: Probers = { http: httpProbe, tcp: tcpProbe };
