import fc from 'fast-check';
import type { Frame, InfectionCourse, InfectionRow } from '../../src/index.ts';

const count = fc.nat({ max: 2_000_000 });
const age = fc.option(fc.integer({ min: -5, max: 2 ** 45 }));
const told = fc.integer({ min: -2, max: 400 });
const container = fc.option(
  fc.nat({ max: 2 ** 48 - 1 }).map((digits) => digits.toString(16).padStart(12, '0')),
  { nil: '' },
);

/** Any frame in which nothing but pods and infections has changed, with fields in any order. */
export const anyFrame: fc.Arbitrary<Frame> = fc
  .record({
    n: count,
    t: fc.nat({ max: 2 ** 45 }),
    pods: fc.option(
      fc.array(fc.record({ i: count, c: fc.nat({ max: 6 }), y: fc.nat({ max: 1 }), r: count }), {
        maxLength: 6,
      }),
      { nil: undefined },
    ),
    inf: fc.option(
      fc.array(
        fc.tuple(
          count,
          count,
          told,
          told,
          told,
          age,
          age,
          age,
          told,
          told,
          container,
        ) as fc.Arbitrary<InfectionRow>,
        { maxLength: 4 },
      ),
      { nil: undefined },
    ),
    course: fc.option(
      fc.array(fc.tuple(count, age, age, told, told) as fc.Arbitrary<InfectionCourse>, { maxLength: 4 }),
      { nil: undefined },
    ),
    isTurned: fc.boolean(),
  })
  .map(({ n, t, pods, inf, course, isTurned }) => {
    const columns = pods && {
      i: pods.map(({ i }) => i),
      c: pods.map(({ c }) => c),
      y: pods.map(({ y }) => y),
      r: pods.map(({ r }) => r),
    };
    const infections = Object.assign({}, inf && { inf }, course && { course });
    return isTurned
      ? Object.assign({}, columns, infections, { t, n })
      : Object.assign({ n, t }, infections, columns);
  });
