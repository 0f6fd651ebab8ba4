import t from 'tap';
import { withoutProbeFailures } from '../probe-failures.ts';

const HIT = 'default/web-1: hit, 27 connections of 33 that came; mended';
const TROUBLE = 'default/web-1: meanwhile probes failed, was not Ready for a time, restarted 1 time';
const MESSAGE = '  Readiness probe failed: dial tcp 198.18.16.68:8080: i/o timeout';
const END = 'held: 1 of 1 pod hit, 1 proven mended; every target was hit (run pwjaj9qm)';
const TROUBLED =
  'held: 1 of 1 pod hit, 1 proven mended, probes of 1 failed meanwhile; every target was hit (run pwjaj9qm)';

t.test('what a busy machine adds is left out, and nothing else', async (t) => {
  t.same(withoutProbeFailures([HIT, TROUBLE, MESSAGE, TROUBLED], [HIT, END]), [HIT, END]);
  const other = 'default/web-1: meanwhile the OOM killer took podder, restarted 1 time';
  t.same(withoutProbeFailures([HIT, other, '  more', END], [HIT, END]), [HIT, other, '  more', END]);
});

t.test('where a page tells of it, it stays', async (t) => {
  const printed = [HIT, TROUBLE, MESSAGE, TROUBLED];
  t.same(withoutProbeFailures(printed, printed), printed);
  t.same(withoutProbeFailures(printed, [HIT, '...', TROUBLED]), printed);
  t.same(withoutProbeFailures(printed, undefined), printed);
});
