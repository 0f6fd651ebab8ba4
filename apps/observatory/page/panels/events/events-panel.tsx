import { signal, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { shareWord } from '../../state/address.ts';
import { brush, model, selectedPod, shownMs } from '../../state/store.ts';
import { chooseInfection, nameOfPod } from '../choose.ts';
import { select } from '../../state/selection.ts';
import { PanelFrame } from '../panel-frame.tsx';
import { DataTable } from '../tables/data-table.tsx';
import type { Table } from '../tables/table.ts';
import { clockTime } from '../../state/words.ts';
import { usePaced } from '../use-paced.ts';
import { happeningsOf, type Happening } from './happenings.ts';
import { usePodEvents } from './use-pod-events.ts';

/** Of whom: of all, or of the pod that is selected. */
const OF = ['all', 'pod'] as const;
const of: Signal<(typeof OF)[number]> = signal('all');

shareWord('events', of, OF);

/** What happened, the newest first: infections as the page knows them, chaos runs, and Events of the cluster. */
export function EventsPanel(): VNode {
  const tick = usePaced(1_000).value;
  const told = usePodEvents();
  const pod = selectedPod.value;
  const onlyPod = of.value === 'pod' && pod !== undefined ? pod : undefined;
  const all = useMemo(() => {
    const [fromMs, untilMs] = brush.value ?? [-Infinity, Infinity];
    const last = Math.min(untilMs, shownMs.peek());
    const events = (told?.happenings ?? []).filter(({ atMs }) => atMs <= last);
    return [...events, ...happeningsOf(model, last)]
      .filter(({ atMs, number }) => atMs >= fromMs && (onlyPod === undefined || number === onlyPod))
      .toSorted((one, other) => other.atMs - one.atMs);
  }, [tick, told, brush.value, onlyPod]);
  const table = tableOf(all);
  const source =
    told === undefined
      ? 'what the page knows by itself'
      : `with Events of the cluster${told.message === null ? '' : `: ${told.message}`}${told.isCut ? ', older ones left out' : ''}`;
  return (
    <PanelFrame
      name="events"
      title="Events"
      exported={() => table}
      caption={`${all.length} events · ${source}`}
      controls={
        <label>
          <input
            type="checkbox"
            checked={onlyPod !== undefined}
            disabled={pod === undefined}
            onChange={({ currentTarget }) => (of.value = currentTarget.checked ? 'pod' : 'all')}
          />
          {pod === undefined ? 'only a selected pod' : `only ${nameOfPod(model, pod)}`}
        </label>
      }
    >
      <DataTable
        name="events"
        label="Events"
        table={table}
        version={tick + all.length}
        onSelect={(row) => {
          const event = all[row];
          if (event?.row !== undefined) chooseInfection(event.row);
          else if (event?.number !== undefined) select(event.number);
        }}
        empty="Nothing has happened yet that is known here."
      />
    </PanelFrame>
  );
}

function tableOf(all: readonly Happening[]): Table {
  return {
    length: all.length,
    columns: [
      { name: 'time', cell: (row) => clockTime(all[row]?.atMs ?? 0) },
      { name: 'what', cell: (row) => all[row]?.kind },
      { name: 'pod', cell: (row) => all[row]?.pod },
      { name: 'more', cell: (row) => all[row]?.text },
    ],
  };
}
