import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { cursorMs, found, model, moment, search, selectedPod, shownMs } from '../../state/store.ts';
import { select } from '../../state/selection.ts';
import { PanelFrame } from '../panel-frame.tsx';
import { DataTable } from '../tables/data-table.tsx';
import type { Table } from '../tables/table.ts';
import { clockTime } from '../../state/words.ts';
import { usePaced } from '../use-paced.ts';
import { infectionsOfPods, podderTable } from './podder-table.ts';

const EMPTY: Table = { length: 0, columns: [] };

/** Every podder, a row each. */
export function PoddersPanel(): VNode {
  const tick = usePaced(1_000).value;
  const version = useMemo(() => ({ count: 0 }), []);
  const table = useMemo(() => {
    version.count++;
    const at = moment.peek();
    if (at === undefined) return EMPTY;
    return podderTable(model, at, infectionsOfPods(model, shownMs.peek()), found.peek());
  }, [tick, found.value]);
  const keyOf = table.keyOf ?? Number;
  const isPast = cursorMs.value !== undefined;
  return (
    <PanelFrame
      name="podders"
      title="Podders"
      exported={() => table}
      caption={`${table.length} podders${isPast ? ` as they were at ${clockTime(shownMs.value)}` : ''}${
        search.value === '' ? '' : ` that match “${search.value}”`
      } · a heading sorts, arrows walk, Enter selects`}
    >
      <DataTable
        name="podders"
        label="Podders"
        table={table}
        version={version.count}
        selected={selectedPod.value}
        onSelect={(row) => select(keyOf(row))}
        empty={search.value === '' ? 'No pods are known yet.' : `No pod matches “${search.value}”.`}
      />
    </PanelFrame>
  );
}
