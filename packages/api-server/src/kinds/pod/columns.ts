import { ageOf } from '../../machinery/durations.ts';
import type { Pod } from '../../machinery/objects.ts';
import { ageColumn, nameColumn, textColumn, wideColumn } from '../columns.ts';
import type { Column } from '../../registry/kind.ts';
import { summarisePod } from './status-word.ts';

/** The columns of `kubectl get pods`. Source: pkg/printers/internalversion/printers.go (`printPod`). */
export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  textColumn('Ready', 'Containers that are ready, of all.', (pod) => {
    const { readyContainers, totalContainers } = summarisePod(pod);
    return `${readyContainers}/${totalContainers}`;
  }),
  textColumn('Status', 'What the containers of the pod are at, in a word.', (pod) => summarisePod(pod).word),
  textColumn('Restarts', 'Restarts of the containers, and how long ago the last was.', (pod, nowMs) => {
    const { restarts, lastEnd } = summarisePod(pod);
    return restarts > 0 && lastEnd !== undefined
      ? `${restarts} (${ageOf(lastEnd, nowMs)} ago)`
      : String(restarts);
  }),
  ageColumn,
  wideColumn('IP', 'Address of the pod.', ({ status }) => status?.podIPs?.[0]?.ip || '<none>'),
  wideColumn('Node', 'Node that the pod runs on.', ({ spec }) => spec?.nodeName || '<none>'),
  wideColumn(
    'Nominated Node',
    'Node that is being cleared for the pod.',
    ({ status }) => status?.nominatedNodeName || '<none>',
  ),
  wideColumn('Readiness Gates', 'Further conditions of readiness that hold, of all.', ({ spec, status }) => {
    const gates = spec?.readinessGates ?? [];
    if (gates.length === 0) return '<none>';
    const held = gates.filter(({ conditionType }) =>
      (status?.conditions ?? []).some(
        (condition) => condition.type === conditionType && condition.status === 'True',
      ),
    );
    return `${held.length}/${gates.length}`;
  }),
];
