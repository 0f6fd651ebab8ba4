import t from 'tap';
import type { RunReport, TargetResult } from '@pod-contagion/chaos/run';
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
const NOTHING: TargetResult = { ...MISSED, end: 'untouched' };
const GONE: TargetResult = { pod, outcome: 'unknown', mended: true, end: 'gone', inEffectMs: 3_000 };
const failed = (code: string, more: Partial<TargetResult> = {}): TargetResult => ({
  pod,
  outcome: 'failed',
  hits: 0,
  mended: true,
  end: 'untouched',
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
    [
      1,
      report([failed('CHAOS_NOT_ENDED', { mended: false, end: 'unproven' })], {
        verdict: 'not-ended',
        interrupted: true,
      }),
    ],
    [4, report([failed('CHAOS_FORBIDDEN')])],
    [4, report([failed('CHAOS_CONFLICT'), failed('CHAOS_REFUSED')])],
    [2, report([failed('CHAOS_USAGE')])],
    [1, report([failed('CHAOS_FORBIDDEN'), HIT])],
    [1, report([failed('CHAOS_FORBIDDEN'), failed('CHAOS_TIMEOUT')])],
    [1, report([failed('CHAOS_REFUSED', { hits: 1 })])],
    [1, report([failed('ELSE')])],
    [1, report([], { verdict: 'no-effect' })],
    [1, report([GONE], { verdict: 'unknown' })],
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
  t.match(
    formatRunReport(cutOff).at(-1),
    /^node-cut-off: .*--except takes its address; nothing of it is left/,
  );
  t.equal(reportExitCode(cutOff), 1);
});

t.test('texts', async (t) => {
  t.same(formatRunReport(report([HIT, failed('CHAOS_CONFLICT')])), [
    'shop/web: hit, 3 hits; mended',
    'shop/web: failed; untouched (CHAOS_CONFLICT: no)',
    'failed: 1 of 2 pods hit, 1 proven mended, 1 untouched; it failed somewhere, and nothing of it is left; what was there before stays in 1 pod (run abcd1234)',
  ]);
  t.same(formatKillReport(report([HIT], { verdict: 'held', fault: 'delete', interrupted: true })), [
    'shop/web: hit',
    'held: 1 of 1 pod hit by delete (run abcd1234, interrupted)',
  ]);
  t.same(formatCleanUpReport(report([HIT, NOTHING], { verdict: 'held' })), [
    'shop/web: proven mended',
    'shop/web: had nothing',
    'held: nothing is left in 2 pods',
  ]);
  t.same(formatCleanUpReport(report([], { verdict: 'held' })), []);
  t.match(formatCleanUpReport(report([failed('CHAOS_NOT_ENDED', { mended: false, end: 'unproven' })])), [
    'shop/web: NOT proven mended (CHAOS_NOT_ENDED: no)',
    /: something may be left in 1 of 1 pod$/,
  ]);
  t.match(formatBackground('abcd1234', [{ endsAt: '2' }, { endsAt: '3' }], []), [
    /^in place in 2 pods; the agents end it by 3 \(run abcd1234\)/,
  ]);
  t.same(formatBackground('abcd1234', [], [failed('CHAOS_CONFLICT')]), [
    'shop/web: failed (CHAOS_CONFLICT: no)',
  ]);
});

t.test('words are so in each state', async (t) => {
  const last = (targets: TargetResult[], verdict: RunReport['verdict']): string =>
    formatRunReport(report(targets, { verdict })).at(-1) ?? '';
  t.same(formatRunReport(report([GONE], { verdict: 'unknown' })), [
    'shop/web: unknown, not counted in about 3.0 s; its pod is gone',
    'unknown: 0 of 1 pod hit, 1 gone; what it did is not known everywhere, and nothing of it is left (run abcd1234)',
  ]);
  t.equal(
    formatRunReport(report([{ ...GONE, outcome: 'hit', hits: 7 }]))[0],
    'shop/web: hit, at least 7 hits in about 3.0 s; its pod is gone',
  );
  const conflict = last([failed('CHAOS_CONFLICT')], 'failed');
  t.match(conflict, /0 of 1 pod hit, 1 untouched; .*; what was there before stays in 1 pod \(/);
  t.notMatch(conflict, /mended|nothing is left/);
  const left = last([failed('CHAOS_NOT_ENDED', { mended: false, end: 'unproven' }), HIT], 'not-ended');
  t.match(left, /1 proven mended, 1 NOT proven mended; something may be left: run pod-chaos cleanup/);
  t.notMatch(left, /nothing/);
  t.match(
    last([failed('CHAOS_FORBIDDEN')], 'failed'),
    /1 untouched; it failed somewhere, and nothing of it is left \(/,
  );
});

t.test('what has a level is told by what was asked and reached, and what was in the way', async (t) => {
  const agent = (level: object, note?: string): TargetResult['agent'] =>
    ({ effect: { hits: 1, unit: 'cores', level, ...(note === undefined ? {} : { note }) } }) as never;
  const burnt = agent({ asked: 50, reached: 49.8, unit: 'percent of each core' });
  t.equal(
    formatRunReport(
      report([{ ...HIT, end: 'mended', ...(burnt && { agent: burnt }) }], { verdict: 'held' }),
    )[0],
    'shop/web: hit, 49.8 % for 50 % of each core; mended',
  );
  const filled = agent(
    { asked: 2_097_152, reached: 1_048_576, unit: 'bytes' },
    'the guard let go: little is left',
  );
  const probes = {
    restarts: 1,
    wasUnready: false,
    failures: [],
    nodeCutOff: false,
    oomKilled: ['main'],
    evicted: true,
  } as const;
  t.same(
    formatRunReport(report([{ ...MISSED, end: 'mended', probes, ...(filled && { agent: filled }) }])).slice(
      0,
      2,
    ),
    [
      'shop/web: missed, 1 MiB of 2 MiB (the guard let go: little is left); mended',
      'shop/web: meanwhile the kubelet evicted it, the OOM killer took main, restarted 1 time',
    ],
  );
});

t.test('of toxics it is told what passed, and which had nothing to do', async (t) => {
  const said = (more: object): string | undefined => {
    const toxics = {
      connections: 4,
      hit: 3,
      unanswered: 0,
      refused: 0,
      upstream: { receivedBytes: 1, sentBytes: 1 },
      downstream: { receivedBytes: 50, sentBytes: 40 },
      toxics: [{ type: 'latency', stream: 'downstream', hit: 3 }],
      ...more,
    };
    const agent = { effect: { hits: 3, unit: 'connections', toxics } } as never;
    return formatRunReport(report([{ ...HIT, end: 'mended', agent }], { verdict: 'held' }))[0];
  };
  t.equal(
    said({}),
    'shop/web: hit, 3 connections of 4 that came, 1 byte came and 40 bytes went back; mended',
  );
  const idle = { type: 'limit_data', stream: 'upstream', hit: 0 };
  t.equal(
    said({ unanswered: 1, refused: 2, toxics: [idle] }),
    'shop/web: hit, 3 connections of 4 that came, 1 byte came and 40 bytes went back, 1 not accepted by its program, 2 too many, nothing to do for limit_data upstream; mended',
  );
});
