import type { ByteWriter } from 'hyparquet-writer';
import type { Case } from '../cases/case.ts';
import type { CaseLog } from '../cases/case-log.ts';
import { checkSize } from './check-size.ts';
import { MAX_PARQUET_CASES, PARQUET_GROUP_ROWS } from './limits.ts';

/** Names, and whether a case may have none. All are whole numbers of 32 bits; times are milliseconds. */
const COLUMNS = [
  { name: 'id', repetition: 'REQUIRED', valueOf: ({ id }) => id },
  { name: 'pod', repetition: 'REQUIRED', valueOf: ({ pod }) => pod },
  { name: 'life', repetition: 'REQUIRED', valueOf: ({ life }) => life },
  { name: 'infector', repetition: 'OPTIONAL', valueOf: ({ infector }) => infector },
  { name: 'generation', repetition: 'REQUIRED', valueOf: ({ generation }) => generation },
  { name: 'exposed_at_ms', repetition: 'REQUIRED', valueOf: ({ exposedAtMs }) => exposedAtMs },
  { name: 'symptomatic_at_ms', repetition: 'OPTIONAL', valueOf: ({ symptomaticAtMs }) => symptomaticAtMs },
  { name: 'ended_at_ms', repetition: 'OPTIONAL', valueOf: ({ endedAtMs }) => endedAtMs },
] as const satisfies readonly {
  name: string;
  repetition: 'REQUIRED' | 'OPTIONAL';
  valueOf: (each: Case) => number | undefined;
}[];

/**
 * Cases as a Parquet file, compressed with Snappy, in groups of 65,536 rows: no more than one is held. The package that writes it
 * is loaded by the first call.
 *
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES
 */
export async function* parquet(cases: CaseLog): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  checkSize(cases, MAX_PARQUET_CASES, 'Parquet');
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'cases', num_children: COLUMNS.length },
      ...COLUMNS.map(({ name, repetition }) => ({
        name,
        type: 'INT32' as const,
        repetition_type: repetition,
      })),
    ],
  });
  for (const group of groupsOf(cases)) {
    const columnData = COLUMNS.map(({ name, valueOf }) => ({ name, data: group.map(valueOf) }));
    await file.write({ columnData, rowGroupSize: group.length });
    yield taken(bytes);
  }
  await file.finish();
  yield taken(bytes);
}

/** What has been written since, which goes: the offset in the file counts on. */
function taken(bytes: ByteWriter): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(bytes.getBuffer());
  bytes.index = 0;
  return chunk;
}

function* groupsOf(cases: CaseLog): Generator<Case[], void, undefined> {
  let group: Case[] = [];
  for (const each of cases) {
    group.push(each);
    if (group.length < PARQUET_GROUP_ROWS) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
