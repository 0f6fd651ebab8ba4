import type { Column, Kind } from '../registry/kind.ts';
import type { KubeObject } from '../machinery/objects.ts';
import { badRequest } from '../machinery/api-error.ts';

/** How much of the object goes with each row of a Table. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

const INCLUDES = ['None', 'Metadata', 'Object'] as const;

/**
 * Reads `includeObject` of a query.
 * @throws {ApiError} 400 where it is unknown.
 */
export function includeObjectOf(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') ?? '';
  const known = value === '' ? 'Metadata' : INCLUDES.find((item) => item === value);
  if (known === undefined) throw badRequest(`unrecognized includeObject value: ${JSON.stringify(value)}`);
  return known;
}

/** The headings of a kind as JSON. Source: meta/v1/types.go (`TableColumnDefinition`). */
export function columnDefinitions(columns: readonly Column<never>[]): object[] {
  return columns.map(({ name, type, format = '', description, priority }) => ({
    name,
    type,
    format,
    description,
    priority,
  }));
}

/** The row of an object as JSON. */
export function tableRow(
  kind: Kind,
  object: KubeObject,
  nowMs: number,
  include: IncludeObject,
  metaVersion: string,
): object {
  return {
    cells: kind.columns.map(({ cell }) => cell(object, nowMs)),
    object: include === 'Object' ? object : include === 'None' ? null : partialMetadata(object, metaVersion),
  };
}

/** A Table of rows that are given. */
export function table(
  metaVersion: string,
  metadata: object,
  columns: object[] | null,
  rows: readonly object[],
): object {
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${metaVersion}`,
    metadata,
    columnDefinitions: columns,
    rows,
  };
}

/** An object without all but its metadata. Source: meta/v1/types.go (`PartialObjectMetadata`). */
export function partialMetadata({ metadata }: Pick<KubeObject, 'metadata'>, metaVersion: string): object {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${metaVersion}`, metadata };
}
