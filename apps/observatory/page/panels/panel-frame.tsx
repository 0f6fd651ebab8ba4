import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { offer } from '../export/sources.ts';
import { later } from '../shell/later.tsx';
import { announce } from '../state/announce.ts';
import { PanelHeader, type View } from '../shell/panel-header.tsx';
import type { Paint } from './drawing/pen.ts';
import { isTable, showTable } from './tables/shown-tables.ts';
import type { Sorting, Table } from './tables/table.ts';

/** Few look at a panel as a table: the first screen does not wait for it. */
const DataTable = later(async () => (await import('./tables/data-table.tsx')).DataTable);

type Props = Readonly<{
  name: string;
  title: string;
  /** The view in which it has the whole screen, where it has one of its own. */
  view?: View;
  /** What there is to choose. */
  controls?: ComponentChildren;
  /** One line: what is shown, or what is pointed at. */
  caption?: ComponentChildren;
  /** Reads what the panel shows as a table. */
  table?: () => Table;
  /** The table that is exported, where it is all that the panel shows. */
  exported?: () => Table;
  /** Changes where the table has. */
  version?: number;
  sorting?: Sorting;
  selected?: number | undefined;
  onSelect?: (row: number) => void;
  /** Draws the whole panel. */
  picture?: () => Paint;
  children: ComponentChildren;
}>;

/** What all panels have: a heading, a choice to see them as a table, a line that says what is seen; and that they can be exported. */
export function PanelFrame(props: Props): VNode {
  const { name, title, view, controls, caption, table, version = 0, selected, onSelect, sorting } = props;
  const asTable = table !== undefined && isTable(name);
  const body = useRef<HTMLElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const hasTable = (latest.current.table ?? latest.current.exported) !== undefined;
    const hasPicture = latest.current.picture !== undefined;
    return offer({
      name,
      title,
      place: body,
      table: hasTable ? () => (latest.current.table ?? latest.current.exported)!() : undefined,
      paint: hasPicture ? () => latest.current.picture!() : undefined,
    });
  }, [name, title]);
  // Whoever moves by keys may not see what is said of the place.
  const line = useRef<HTMLParagraphElement>(null);
  const isByKeys = useRef(false);
  useEffect(() => {
    if (isByKeys.current && line.current !== null) announce(line.current.textContent);
  }, [caption]);
  return (
    <section
      class="panel-frame"
      aria-label={title}
      data-panel={name}
      ref={body}
      onKeyDownCapture={({ key }) => {
        isByKeys.current = key.startsWith('Arrow');
      }}
      onPointerMoveCapture={() => {
        isByKeys.current = false;
      }}
    >
      <PanelHeader title={title} {...(view === undefined ? {} : { view })}>
        {controls}
        {table !== undefined && (
          <button
            type="button"
            class="small"
            aria-pressed={asTable}
            onClick={() => showTable(name, !asTable)}
          >
            as table
          </button>
        )}
      </PanelHeader>
      <div class="panel-body">
        {asTable ? (
          <DataTable
            name={name}
            label={`${title}, as a table`}
            table={table()}
            version={version}
            selected={selected}
            {...(onSelect === undefined ? {} : { onSelect })}
            {...(sorting === undefined ? {} : { initial: sorting })}
          />
        ) : (
          props.children
        )}
      </div>
      {caption !== undefined && (
        <p class="panel-caption" ref={line}>
          {caption}
        </p>
      )}
    </section>
  );
}
