import { signal, type Signal } from '@preact/signals';
import type { Paint } from '../panels/drawing/pen.ts';
import type { Table } from '../panels/tables/table.ts';

/** A panel on the screen: the picture of it that can be drawn anew, and the table of what it shows. */
export type PanelSource = Readonly<{
  name: string;
  title: string;
  /** Where it stands. */
  place: Readonly<{ current: Element | null }>;
  /** Undefined where nothing is drawn; a promise where what draws it is loaded then. */
  paint: (() => Paint | Promise<Paint>) | undefined;
  table: (() => Table) | undefined;
}>;

/** The panels that are on the screen, each of which can be exported. */
export const panels: Signal<readonly PanelSource[]> = signal([]);

/** Says that a panel is on the screen; what is returned says that it is no more. */
export function offer(source: PanelSource): () => void {
  panels.value = [...panels.peek().filter(({ name }) => name !== source.name), source];
  return () => {
    panels.value = panels.peek().filter((each) => each !== source);
  };
}
