import fc from 'fast-check';
import t from 'tap';
import { InfectionTable, type Frame, type InfectionCourse, type InfectionRow } from '../../src/index.ts';
import { FramePacker } from '../../src/model/frame-packer.ts';

const DAY_MS = 86_400_000;
const BASE_MS = 1_000_000;
const LIMIT = 20;

const age = fc.option(fc.oneof(fc.nat(3_000_000), fc.nat(30 * DAY_MS)));
const count = fc.oneof(fc.integer({ min: -1, max: 300 }), fc.integer({ min: -1, max: 100_000 }));
const told = fc.record({
  id: fc.nat(60),
  pod: count.map((each) => Math.max(0, each)),
  parent: fc.integer({ min: -2, max: 80 }),
  generation: count,
  strain: fc.integer({ min: -1, max: 400 }),
  ages: fc.tuple(age, age, age),
  sent: count,
  answered: count,
  container: fc.constantFrom('', '5a00000012ab', 'ffffffffffff'),
  isCourse: fc.boolean(),
});

t.test('a table holds what is told of each infection last, and forgets the oldest', async (t) => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 80 }), (all) => {
      const table = new InfectionTable(LIMIT);
      table.baseMs = BASE_MS;
      const known = new Map<number, unknown[]>();
      let next = 0;
      for (const [place, each] of all.entries()) {
        // Infections are numbered one after the other; of some of them more is told later.
        const id = Math.max(table.first, Math.min(next, each.id));
        const atMs = BASE_MS + 31 * DAY_MS + place;
        const [exposed, symptomatic, ended] = each.ages;
        const course: InfectionCourse = [id, symptomatic, ended, each.sent, each.answered];
        const isCourse = each.isCourse && id < next;
        const { pod, parent, generation, strain, container } = each;
        const row: InfectionRow = [
          id,
          pod,
          parent,
          generation,
          strain,
          exposed,
          ...(course.slice(1) as [number, number, number, number]),
          container,
        ];
        tell(table, { n: place, t: atMs, ...(isCourse ? { course: [course] } : { inf: [row] }) });
        next = Math.max(next, id + 1);
        const since = (ago: number | null): number | undefined => (ago === null ? undefined : atMs - ago);
        const before = isCourse ? known.get(id)!.slice(0, 6) : undefined;
        known.set(id, [
          ...(before ?? [pod, parent, generation, strain, container, since(exposed)]),
          since(symptomatic),
          since(ended),
          each.sent,
          each.answered,
        ]);
      }
      t.ok(table.length <= LIMIT);
      t.equal(table.first + table.length, next);
      for (let row = 0; row < table.length; row++) t.same(rowOf(table, row), known.get(table.first + row));
    }),
  );
});

function rowOf(table: InfectionTable, row: number): unknown[] {
  const { pod, parent, generation, strain, sent, answered } = table;
  return [
    ...[pod, parent, generation, strain].map((column) => column.at(row)),
    table.container(row),
    table.exposedAtMs(row),
    table.symptomaticAtMs(row),
    table.endedAtMs(row),
    sent.at(row),
    answered.at(row),
  ];
}

function tell(table: InfectionTable, frame: Frame): void {
  const packer = new FramePacker();
  packer.add(frame);
  const packed = packer.take();
  if (packed.infection.length > 0) table.put(frame.t, packed, 0);
  else table.follow(frame.t, packed, 0);
}
