import t from 'tap';
import {
  countHaving,
  countOf,
  podCount,
  possible,
  type Answer,
  type Finding,
} from '../../src/preflight/check.ts';

const finding = (answer: Answer, harmless = false): Finding => ({ check: 'node', answer, why: '', harmless });

t.test('one no is enough; an unknown that harms nothing counts as yes', async (t) => {
  t.equal(possible([]), 'yes');
  t.equal(possible([finding('yes'), finding('warning'), finding('unknown', true)]), 'yes');
  t.equal(possible([finding('yes'), finding('unknown')]), 'unknown');
  t.equal(possible([finding('unknown'), finding('no'), finding('yes')]), 'no');
});

t.test('counts pods in words', async (t) => {
  t.same([countOf(1, 3), countOf(3, 3), countOf(1, 1)], ['1 of 3 pods', 'all 3 pods', 'the only pod']);
  t.same(
    [countHaving(1, 3), countHaving(2, 3), countHaving(3, 3), countHaving(1, 1)],
    ['1 of 3 pods has', '2 of 3 pods have', 'all 3 pods have', 'the only pod has'],
  );
  t.same([podCount(0), podCount(1), podCount(2)], ['0 pods', '1 pod', '2 pods']);
});
