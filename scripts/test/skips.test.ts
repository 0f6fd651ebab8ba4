import t from 'tap';
import { ALLOWED_SKIPS, allowedBy, type AllowedSkip } from '../ci/allowed-skips.ts';
import { shown, skipsOf } from '../ci/skips.ts';
import { GROUPS } from '../testing/groups/write-groups.ts';

const TAP = `TAP version 14
ok 1 - at the top # SKIP needs ip (not found)
# Subtest: a group
    ok 1 - within it # SKIP needs tc \\# or more (not found)
    ok 2 - without a word # SKIP
    ok 3 - it ran # time=5ms
    1..3
ok 2 - a group # time=7.691ms
not ok 3 - it failed
1..3
`;

t.test('what a file says of what it left out', async (t) => {
  t.same(skipsOf('a', TAP), [
    { file: 'a', test: 'at the top', reason: 'needs ip (not found)' },
    { file: 'a', test: 'within it', reason: 'needs tc # or more (not found)' },
    { file: 'a', test: 'without a word', reason: '' },
  ]);
  const [all] = skipsOf('b', 'TAP version 14\n1..0 # needs root (this is user 5)\n# time=5ms\n');
  t.same(all, { file: 'b', test: '', reason: 'needs root (this is user 5)' });
  t.equal(shown(all!), 'b: all of it: needs root (this is user 5)');
});

const GROUP = `TAP version 14
# Subtest: packages/a/test/a.test.ts
    # Subtest: first
        1..0 # SKIP needs ip (not found)
    ok 1 - first # SKIP needs ip (not found)
    1..1
ok 1 - packages/a/test/a.test.ts # time=5ms
# Subtest: packages/a/test/b.test.ts
    1..0 # needs tc (not found)
ok 2 - packages/a/test/b.test.ts # SKIP needs tc (not found)
1..2
`;

t.test('what the files of a group left out', async (t) => {
  t.same(skipsOf(`${GROUPS}/packages-a-1.test.ts`, GROUP), [
    { file: 'packages/a/test/a.test.ts', test: 'first', reason: 'needs ip (not found)' },
    { file: 'packages/a/test/b.test.ts', test: '', reason: 'needs tc (not found)' },
  ]);
});

t.test('a program that could be installed is no reason', async (t) => {
  for (const reason of ['', 'needs kubectl (not found)', 'needs iptables-legacy (not found)']) {
    const file = 'packages/chaos/test/faults/network/packet-filter/legacy.test.ts';
    t.equal(allowedBy({ file, test: 'x', reason }), undefined, reason);
  }
});

t.test('one is allowed for its file, its reason and its machine only', async (t) => {
  const rule: AllowedSkip = { file: 'a', reason: /^needs x/, because: 'it is rare', where: () => true };
  const skip = { file: 'a', test: '', reason: 'needs x (not found)' };
  t.equal(allowedBy(skip, [rule]), rule);
  t.equal(allowedBy({ ...skip, file: 'b' }, [rule]), undefined);
  t.equal(allowedBy({ ...skip, reason: 'needs y' }, [rule]), undefined);
  t.equal(allowedBy(skip, [{ ...rule, where: () => false }]), undefined);
  t.ok(ALLOWED_SKIPS.every(({ because }) => because.length > 10));
});
