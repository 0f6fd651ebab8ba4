import { signal, type Signal } from '@preact/signals';
import type { Inks, Paint } from '../panels/drawing/pen.ts';
import type { Table } from '../panels/tables/table.ts';

/** A panel on the screen: the picture of it that can be drawn anew, and the table of what it shows. */
export type PanelSource = Readonly<{
  name: string;
  title: string;
  /** Undefined where its picture is only what stands on the screen. */
  picture: (() => Readonly<{ paint: Paint; width: number; height: number; inks: Inks }>) | undefined;
  table: (() => Table) | undefined;
  /** Where it stands. */
  element: HTMLElement;
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
