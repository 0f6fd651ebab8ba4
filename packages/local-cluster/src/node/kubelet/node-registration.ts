import type { Clock } from '@pod-contagion/api-server/objects';
import type { Registry } from '@pod-contagion/api-server/registry';
import { nodeObject, nodeStatus, type NodeFacts } from './node-object.ts';

/** How often a status that says nothing new is written all the same, in milliseconds. Source: pkg/kubelet/apis/config/v1beta1/defaults.go (`NodeStatusReportFrequency`). */
const REPORT_PERIOD_MS = 300_000;

/** What a kubelet registers. */
export type RegistrationOptions = NodeFacts &
  Readonly<{ registry: Registry; clock: Clock; onError: (error: unknown) => void }>;

/**
 * Registers the kubelet's Node and keeps it: its heartbeat is written every five minutes, and where somebody deletes
 * it, it is registered anew, as if the kubelet had been started again. The function returned ends that.
 *
 * Source: pkg/kubelet/kubelet_node_status.go (`registerWithAPIServer`, `syncNodeStatus`).
 */
export function keepNode(options: RegistrationOptions): () => void {
  const { registry, clock, name, ip, machine, version, capacity, onError } = options;
  let cancelReport: (() => void) | undefined;
  let isClosed = false;

  const report = (): void => {
    cancelReport?.();
    if (isClosed) return;
    cancelReport = clock.schedule(REPORT_PERIOD_MS, report);
    try {
      if (registry.find('nodes', '', name) === undefined) registry.create('nodes', nodeObject(name, machine));
      registry.modify(
        'nodes',
        '',
        name,
        (node) => {
          const status = nodeStatus({ name, ip, machine, version, capacity }, node.status, clock.nowMs());
          node.status = { ...node.status, ...status };
        },
        { subresource: 'status' },
      );
    } catch (error) {
      onError(error);
    }
  };

  const stopWatching = registry.onChange('nodes', ({ type, object }) => {
    // Not from within the deletion itself.
    if (type === 'DELETED' && object.metadata.name === name) setImmediate(report);
  });
  report();
  return () => {
    isClosed = true;
    stopWatching();
    cancelReport?.();
  };
}
