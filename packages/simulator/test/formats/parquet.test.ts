import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import t from 'tap';
import { MAX_PARQUET_CASES, PARQUET_GROUP_ROWS } from '../../src/formats/limits.ts';
import { parquet } from '../../src/formats/parquet.ts';
import type { CaseLog } from '../../src/cases/case-log.ts';
import { chain, FOUR, recordRun } from '../cases/infections.ts';
import { ORIGINAL } from '../engine/models.ts';
import { gather } from './text.ts';

async function fileOf(cases: CaseLog): Promise<ArrayBuffer> {
  return new Blob(await gather(parquet(cases))).arrayBuffer();
}

function rowsOf(cases: CaseLog): object[] {
  return [...cases].map((each) => ({
    id: each.id,
    pod: each.pod,
    life: each.life,
    infector: each.infector ?? null,
    generation: each.generation,
    exposed_at_ms: each.exposedAtMs,
    symptomatic_at_ms: each.symptomaticAtMs ?? null,
    ended_at_ms: each.endedAtMs ?? null,
  }));
}

t.test('what is read is what was written', async (t) => {
  for (const cases of [FOUR, recordRun(ORIGINAL, 4).cases]) {
    const file = await fileOf(cases);
    const read = (await parquetReadObjects({ file })).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null])),
    );
    t.same(read, rowsOf(cases));
  }
});

t.test('in groups of rows, handed over one by one', async (t) => {
  const cases = chain(2 * PARQUET_GROUP_ROWS + 10);
  const chunks = await gather(parquet(cases));
  t.equal(chunks.length, 4, 'three groups and the footer');
  const file = await new Blob(chunks).arrayBuffer();
  const { row_groups: groups, schema } = parquetMetadata(file);
  t.same(
    groups.map(({ num_rows: rows }) => Number(rows)),
    [PARQUET_GROUP_ROWS, PARQUET_GROUP_ROWS, 10],
  );
  t.same(
    schema.slice(1).map(({ name, type, repetition_type: repetition }) => `${name} ${type} ${repetition}`),
    [
      'id INT32 REQUIRED',
      'pod INT32 REQUIRED',
      'life INT32 REQUIRED',
      'infector INT32 OPTIONAL',
      'generation INT32 REQUIRED',
      'exposed_at_ms INT32 REQUIRED',
      'symptomatic_at_ms INT32 OPTIONAL',
      'ended_at_ms INT32 OPTIONAL',
    ],
  );
  const [row] = await parquetReadObjects({
    file,
    rowStart: 2 * PARQUET_GROUP_ROWS,
    rowEnd: 2 * PARQUET_GROUP_ROWS + 1,
  });
  t.match(row, { id: 131_072, infector: 131_071, exposed_at_ms: 131_072_000 });
});

t.test('none, and too many', async (t) => {
  t.same(await parquetReadObjects({ file: await fileOf(new Set()) }), []);
  const tooMany = Object.assign([], { size: MAX_PARQUET_CASES + 1 });
  await t.rejects(gather(parquet(tooMany)), { code: 'SIMULATOR_TOO_MANY_CASES' });
});
