import { ageOf } from '../machinery/durations.ts';
import type { KubeObject } from '../machinery/objects.ts';
import type { Column } from '../registry/kind.ts';

/** The column that all tables start with. */
export const nameColumn: Column<KubeObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object.',
  priority: 0,
  cell: ({ metadata }) => metadata.name ?? '',
};

/** How long ago an object was created. */
export const ageColumn: Column<KubeObject> = {
  name: 'Age',
  type: 'string',
  description: 'Time since the object was created.',
  priority: 0,
  cell: ({ metadata }, nowMs) => ageOf(metadata.creationTimestamp, nowMs),
};

/** Makes a column of text that is always shown. */
export function textColumn<T>(
  name: string,
  description: string,
  cell: (object: T, nowMs: number) => string,
): Column<T> {
  return { name, type: 'string', description, priority: 0, cell };
}

/** Makes a column of text that is shown with `-o wide`. */
export function wideColumn<T>(
  name: string,
  description: string,
  cell: (object: T, nowMs: number) => string,
): Column<T> {
  return { name, type: 'string', description, priority: 1, cell };
}

/** Makes a column of whole numbers that is always shown. */
export function countColumn<T>(name: string, description: string, cell: (object: T) => number): Column<T> {
  return { name, type: 'integer', description, priority: 0, cell };
}

/** The greatest number of items of a list in a cell. Source: pkg/printers/internalversion/printers.go. */
export const MAX_LISTED = 3;

/** Writes a list as a cell: the first three items, and how many more there are; `count` where not all are given. */
export function shownList(items: readonly string[], count: number = items.length): string {
  const shown = items.slice(0, MAX_LISTED).join(',');
  return count > MAX_LISTED ? `${shown} + ${count - MAX_LISTED} more...` : shown;
}

/** Writes labels as a cell; `<none>` where there are none. Source: apimachinery/pkg/labels/labels.go. */
export function shownLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const list = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return list.length === 0 ? '<none>' : list.toSorted().join(',');
}
