import t from 'tap';
import { failuresOf, shownFailure } from '../ci/failures.ts';

const TAP = `TAP version 14
# Subtest: a group
    # Subtest: within it
        ok 1 - this holds
        not ok 2 - should be equal
          ---
          diff: |
            -1
            +2
          ...
        
        1..2
        # failed 1 of 2 tests
    not ok 1 - within it # time=3ms
    
    ok 2 - another one
    1..2
not ok 1 - a group # time=7.691ms

ok 2 - well
not ok 3 - timeout!
  ---
  signal: SIGTERM
  ...
not ok 4 - said for itself
1..4
`;

t.test('what failed, innermost, and what was said of it', async (t) => {
  t.same(failuresOf('a.test.ts', TAP), [
    {
      file: 'a.test.ts',
      path: ['a group', 'within it', 'should be equal'],
      details: ['          diff: |', '            -1', '            +2'],
    },
    { file: 'a.test.ts', path: ['timeout!'], details: ['  signal: SIGTERM'] },
    { file: 'a.test.ts', path: ['said for itself'], details: [] },
  ]);
  t.same(failuresOf('a.test.ts', 'TAP version 14\nok 1 - well\n1..1\n'), []);
});

t.test('for a person, not all of what is long', async (t) => {
  const shown = shownFailure({
    file: 'a.test.ts',
    path: ['b', 'c'],
    details: Array.from({ length: 50 }, (_, line) => `  ${line}`),
  });
  t.match(shown, /^not ok: a\.test\.ts > b > c\n {2}0\n/);
  t.match(shown, /\n {2}39\n {2}\.\.\. 10 lines more$/);
});
