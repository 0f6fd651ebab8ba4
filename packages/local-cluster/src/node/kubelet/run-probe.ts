import type { Container, Probe } from '@pod-contagion/api-server/objects';
import { execProbe } from '../probes/exec-probe.ts';
import type { ProbeResult } from '../probes/probe-result.ts';
import { httpTarget, portOf, tcpTarget } from './probe-target.ts';
import type { Probers } from './probers.ts';
import type { Reach } from './reach.ts';
import type { RunningContainer } from '../runtime/runtime-types.ts';

/** How long a probe may take where its spec does not say. Source: pkg/apis/core/v1/defaults.go (`SetDefaults_Probe`). */
const DEFAULT_TIMEOUT_SECONDS = 1;

/** Carries out a probe once. */
export type RunProbe = () => Promise<ProbeResult>;

/**
 * Prepares a probe of a container's instance, so that each run makes little; undefined where it is of a kind not
 * known here.
 *
 * Source: pkg/kubelet/prober/prober.go (`runProbe`).
 */
export function prepareProbe(
  probe: Probe,
  container: Container,
  process: RunningContainer,
  reach: Reach,
  probers: Probers,
): RunProbe | undefined {
  const timeoutMs = (probe.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
  const { exec, httpGet, tcpSocket } = probe;
  if (exec !== undefined) {
    return () => execProbe({ container: process, command: exec.command ?? [], timeoutMs });
  }
  const port = httpGet?.port ?? tcpSocket?.port;
  if (port === undefined) return undefined;
  if (portOf(port, container) === undefined) {
    const output = `couldn't find port: ${JSON.stringify(port)}`;
    return async () => ({ passed: false, output, errored: true });
  }
  const http = httpGet && httpTarget(httpGet, container, reach, timeoutMs);
  if (http !== undefined) return () => probers.http(http);
  const tcp = tcpSocket && tcpTarget(tcpSocket, container, reach, timeoutMs);
  return tcp && (() => probers.tcp(tcp));
}
