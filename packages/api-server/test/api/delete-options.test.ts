import fc from 'fast-check';
import t from 'tap';
import { ApiError } from '../../src/machinery/api-error.ts';
import { deleteOptionsInQuery, readDeleteOptions } from '../../src/api/delete-options.ts';

t.test('what is asked of a deletion', async (t) => {
  t.match(readDeleteOptions({}), {
    gracePeriodSeconds: undefined,
    propagationPolicy: undefined,
    dryRun: false,
  });
  t.match(readDeleteOptions({ kind: 'DeleteOptions', gracePeriodSeconds: 5, dryRun: ['All'] }), {
    gracePeriodSeconds: 5,
    dryRun: true,
  });
  t.match(readDeleteOptions({ propagationPolicy: 'Foreground' }), {
    propagationPolicy: 'Foreground',
    waitsForDependents: true,
  });
  t.match(readDeleteOptions({ orphanDependents: true }), { propagationPolicy: 'Orphan' });
  t.match(readDeleteOptions({ orphanDependents: false }), {
    propagationPolicy: 'Background',
    waitsForDependents: true,
  });
  t.match(readDeleteOptions({ preconditions: { uid: 'u' } }), { preconditions: { uid: 'u' } });
  const query = new URLSearchParams('gracePeriodSeconds=3&propagationPolicy=Orphan&dryRun=All');
  t.match(readDeleteOptions(deleteOptionsInQuery(query)), {
    gracePeriodSeconds: 3,
    propagationPolicy: 'Orphan',
    dryRun: true,
  });
});

t.test('what may not be asked', async (t) => {
  const cases: [object, number, RegExp][] = [
    [{ gracePeriodSeconds: '5' }, 400, /whole number as gracePeriodSeconds/],
    [{ gracePeriodSeconds: 1.5 }, 400, /whole number/],
    [{ propagationPolicy: 'Sideways' }, 422, /propagationPolicy: Unsupported value: "Sideways"/],
    [{ propagationPolicy: 'Orphan', orphanDependents: true }, 422, /cannot be both set/],
    [{ dryRun: ['Some'] }, 422, /dryRun: Unsupported value/],
    [{ dryRun: 'All' }, 400, /an array as dryRun/],
    [{ preconditions: 7 }, 400, /an object as preconditions/],
    [{ preconditions: { uid: 7 } }, 400, /a string as preconditions.uid/],
  ];
  for (const [given, code, message] of cases) {
    t.throws(() => readDeleteOptions({ ...given }), { status: { code }, message }, JSON.stringify(given));
  }
});

t.test('anything is options or an ApiError', async () => {
  const fields = ['gracePeriodSeconds', 'preconditions', 'propagationPolicy', 'orphanDependents', 'dryRun'];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()), (given) => {
      try {
        readDeleteOptions(given);
      } catch (error) {
        return error instanceof ApiError;
      }
      return true;
    }),
  );
});
