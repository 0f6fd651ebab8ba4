import t from 'tap';
import type { RunReport, TargetResult } from '@pod-contagion/chaos';
import {
  formatBackground,
  formatCleanUpReport,
  formatKillReport,
  formatRunReport,
  reportExitCode,
} from '../../src/texts/run-report.ts';

const pod = { namespace: 'shop', name: 'web', uid: '1' };
const HIT: TargetResult = { pod, outcome: 'hit', hits: 3, mended: true };
const MISSED: TargetResult = { pod, outcome: 'missed', hits: 0, mended: true };
const failed = (code: string, more: Partial<TargetResult> = {}): TargetResult => ({
  pod,
  outcome: 'failed',
  hits: 0,
  mended: true,
  error: { code, message: 'no' },
  ...more,
});
const report = (targets: TargetResult[], more: Partial<RunReport> = {}): RunReport => ({
  run: 'abcd1234',
  fault: 'drop',
  startedAt: '',
  endedAt: '',
  interrupted: false,
  targets,
  verdict: 'failed',
  ...more,
});

t.test('what the process ends with', async (t) => {
  const cases: [number, RunReport][] = [
    [0, report([HIT], { verdict: 'held' })],
    [0, report([], { verdict: 'held' })],
    [1, report([MISSED], { verdict: 'no-effect' })],
    [0, report([MISSED], { verdict: 'no-effect', interrupted: true })],
    [1, report([failed('CHAOS_NOT_ENDED', { mended: false })], { verdict: 'not-ended', interrupted: true })],
    [4, report([failed('CHAOS_FORBIDDEN')])],
    [4, report([failed('CHAOS_CONFLICT'), failed('CHAOS_REFUSED')])],
    [2, report([failed('CHAOS_USAGE')])],
    [1, report([failed('CHAOS_FORBIDDEN'), HIT])],
    [1, report([failed('CHAOS_FORBIDDEN'), failed('CHAOS_TIMEOUT')])],
    [1, report([failed('CHAOS_REFUSED', { hits: 1 })])],
    [1, report([failed('ELSE')])],
    [1, report([], { verdict: 'no-effect' })],
  ];
  for (const [code, each] of cases) t.equal(reportExitCode(each), code, JSON.stringify(each));
});

t.test('probes that failed meanwhile are told, whatever the verdict', async (t) => {
  const probes = {
    restarts: 2,
    wasUnready: true,
    failures: ['Liveness probe failed:\n timeout'],
    nodeCutOff: true,
  };
  t.same(formatRunReport(report([{ ...HIT, probes }, HIT], { verdict: 'held' })), [
    'shop/web: hit, 3 hits; mended',
    'shop/web: meanwhile probes failed, was not Ready for a time, restarted 2 times',
    '  Liveness probe failed: timeout',
    'shop/web: hit, 3 hits; mended',
    'held: 2 of 2 pods hit, 2 proven mended, probes of 1 failed meanwhile; every target was hit, and nothing is left (run abcd1234)',
  ]);
  const cutOff = report([{ ...HIT, probes }], { verdict: 'node-cut-off' });
  t.match(formatRunReport(cutOff).at(-1), /^node-cut-off: .*--except takes its address; nothing is left/);
  t.equal(reportExitCode(cutOff), 1);
});

t.test('texts', async (t) => {
  t.same(formatRunReport(report([HIT, failed('CHAOS_CONFLICT')])), [
    'shop/web: hit, 3 hits; mended',
    'shop/web: failed, 0 hits; mended (CHAOS_CONFLICT: no)',
    'failed: 1 of 2 pods hit, 2 proven mended; it failed somewhere, and nothing is left (run abcd1234)',
  ]);
  t.same(formatKillReport(report([HIT], { verdict: 'held', fault: 'delete', interrupted: true })), [
    'shop/web: hit',
    'held: 1 of 1 pod hit by delete (run abcd1234, interrupted)',
  ]);
  t.same(formatCleanUpReport(report([HIT, MISSED], { verdict: 'held' })), [
    'shop/web: proven mended',
    'shop/web: had nothing',
    'held: 2 of 2 pods proven mended',
  ]);
  t.same(formatCleanUpReport(report([], { verdict: 'held' })), []);
  t.match(formatCleanUpReport(report([failed('CHAOS_NOT_ENDED', { mended: false })])), [
    'shop/web: NOT proven mended (CHAOS_NOT_ENDED: no)',
    /0 of 1 pod proven mended/,
  ]);
  t.match(formatBackground('abcd1234', [{ endsAt: '2' }, { endsAt: '3' }], []), [
    /^in place in 2 pods; the agents end it by 3 \(run abcd1234\)/,
  ]);
  t.same(formatBackground('abcd1234', [], [failed('CHAOS_CONFLICT')]), [
    'shop/web: failed (CHAOS_CONFLICT: no)',
  ]);
});
