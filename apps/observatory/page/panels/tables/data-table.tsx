import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { readSorting, sortingOf, writeSorting } from './sorting.ts';
import { sorted, type Cell, type Sorting, type Table } from './table.ts';

const ROW_PX = 22;
/** Rows that are there beyond what is seen, so that scrolling shows no gap. */
const SPARE_ROWS = 8;

type Props = Readonly<{
  /** By which the address knows how it is sorted. */
  name: string;
  label: string;
  table: Table;
  /** Changes where cells have: the table is sorted anew. */
  version: number;
  selected?: number | undefined;
  onSelect?: (row: number) => void;
  initial?: Sorting;
  empty?: string;
}>;

/** A table of any length, of which only the rows that are seen exist; sorted by a click on a heading, walked by arrows. */
export function DataTable(props: Props): VNode {
  const { name, label, table, version, selected, onSelect, initial, empty } = props;
  const box = useRef<HTMLDivElement>(null);
  const chosen = sortingOf(name);
  const sorting = readSorting(chosen.value, table) ?? initial;
  const [view, setView] = useState({ top: 0, height: 300 });
  const [active, setActive] = useState<number | undefined>(undefined);
  const order = useMemo(
    () => sorted(table, sorting),
    [version, table.length, sorting?.column, sorting?.isDown],
  );
  const keyOf = table.keyOf ?? ((row: number) => row);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // Nothing is drawn anew before the rows to spare are nearly used up.
    const look = (): void => {
      const step = ROW_PX * (SPARE_ROWS - 2);
      setView((before) => {
        const top = Math.floor(element.scrollTop / step) * step;
        const height = element.clientHeight;
        return before.top === top && before.height === height ? before : { top, height };
      });
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  const first = Math.max(0, Math.floor(view.top / ROW_PX) - SPARE_ROWS);
  const last = Math.min(order.length, Math.ceil((view.top + view.height) / ROW_PX) + 2 * SPARE_ROWS);
  const go = (place: number): void => {
    const to = Math.max(0, Math.min(order.length - 1, place));
    setActive(to);
    const element = box.current;
    if (!element) return;
    // The heading stays above the rows, and is higher than one.
    const visible = element.clientHeight - (element.querySelector('thead')?.offsetHeight ?? ROW_PX) - ROW_PX;
    if (to * ROW_PX < element.scrollTop) element.scrollTop = to * ROW_PX;
    else if (to * ROW_PX > element.scrollTop + visible) element.scrollTop = to * ROW_PX - visible;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(view.height / ROW_PX) - 2);
    const from = active ?? -1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: order.length - 1,
    };
    const to = moves[event.key];
    const row = active === undefined ? undefined : order[active];
    if (to !== undefined) go(to);
    else if ((event.key === 'Enter' || event.key === ' ') && row !== undefined && onSelect) onSelect(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const rows: VNode[] = [];
  for (let place = first; place < last; place++) {
    const row = order[place]!;
    const isSelected = selected !== undefined && keyOf(row) === selected;
    rows.push(
      <tr
        key={keyOf(row)}
        id={idOf(label, place)}
        aria-rowindex={place + 2}
        aria-selected={isSelected}
        class={place === active ? 'active' : undefined}
        onClick={() => {
          setActive(place);
          onSelect?.(row);
        }}
      >
        {table.columns.map(({ name: heading, cell, isNumber }) => (
          <td key={heading} class={isNumber === true ? 'number' : undefined}>
            {shown(cell(row))}
          </td>
        ))}
      </tr>,
    );
  }
  return (
    <div class="data-table" ref={box}>
      <table
        role="grid"
        aria-label={label}
        aria-rowcount={order.length + 1}
        aria-activedescendant={active === undefined ? undefined : idOf(label, active)}
        tabIndex={0}
        onKeyDown={onKey}
      >
        <thead>
          <tr aria-rowindex={1}>
            {table.columns.map(({ name: heading, isNumber }, column) => {
              const isSorted = sorting?.column === column;
              const now = isSorted ? (sorting.isDown ? 'descending' : 'ascending') : 'none';
              const next = { column, isDown: isSorted ? !sorting.isDown : isNumber === true };
              return (
                <th
                  key={heading}
                  scope="col"
                  aria-sort={now}
                  class={isNumber === true ? 'number' : undefined}
                >
                  <button type="button" onClick={() => (chosen.value = writeSorting(next, table))}>
                    {heading}
                    <span aria-hidden="true">{isSorted ? (sorting.isDown ? ' ▼' : ' ▲') : ''}</span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr aria-hidden="true" style={{ height: `${first * ROW_PX}px` }} />}
          {rows}
          {last < order.length && (
            <tr aria-hidden="true" style={{ height: `${(order.length - last) * ROW_PX}px` }} />
          )}
        </tbody>
      </table>
      {order.length === 0 && <p class="nothing">{empty ?? 'Nothing yet.'}</p>}
    </div>
  );
}

function shown(cell: Cell): string {
  return cell === undefined ? '' : String(cell);
}

function idOf(label: string, place: number): string {
  return `${label.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-${place}`;
}
