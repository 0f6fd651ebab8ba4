import { signal, type Signal } from '@preact/signals';
import { shareInAddress } from '../../state/address.ts';
import type { Sorting, Table } from './table.ts';

/** Of each table that was looked at, by its name. */
const chosen = new Map<string, Signal<string | undefined>>();

/** By which column a table was chosen to be sorted, as the address has it; undefined where nobody chose. */
export function sortingOf(name: string): Signal<string | undefined> {
  const known = chosen.get(name);
  if (known !== undefined) return known;
  const own: Signal<string | undefined> = signal(undefined);
  chosen.set(name, own);
  shareInAddress(`sort.${name}`, {
    write: () => own.value,
    read: (text) => {
      own.value = text;
    },
  });
  return own;
}

/** `restarts`, or `-restarts` for the most first. */
export function writeSorting({ column, isDown }: Sorting, { columns }: Table): string {
  return `${isDown ? '-' : ''}${columns[column]?.name ?? ''}`;
}

/** The same back; undefined where the table has no such column. */
export function readSorting(text: string | undefined, { columns }: Table): Sorting | undefined {
  for (const [column, { name }] of columns.entries()) {
    if (text === name) return { column, isDown: false };
    if (text === `-${name}`) return { column, isDown: true };
  }
  return undefined;
}
