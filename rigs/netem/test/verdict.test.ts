import t from 'tap';
import type { GuestLine } from '../rig/lines.ts';
import { claimTables } from '../rig/table.ts';
import { judge } from '../rig/verdict.ts';

const up: GuestLine = { event: 'up', kernel: '6.1', node: 'v26' };
const group: GuestLine = { event: 'group', group: 'delay' };
const done: GuestLine = { event: 'done', seconds: 5 };
const claim = (holds: boolean): GuestLine => ({
  event: 'claim',
  group: 'delay',
  what: 'round | trip',
  expected: '100 ms',
  measured: '104 ms',
  holds,
});

t.test('succeeds when every group claimed something and everything holds', async (t) => {
  t.strictSame(judge([up, group, claim(true), done]).failures, []);
});

t.test('fails for whatever is missing', async (t) => {
  for (const [lines, failure] of [
    [[up, group, claim(false), done], 'delay: round | trip: expected 100 ms, measured 104 ms'],
    [[up, group, claim(true)], 'the guest did not come to its end'],
    [[up, group, done], 'delay claimed nothing'],
    [[up, done], 'the guest began no group of claims'],
    [[up, group, claim(true), { event: 'broken', group: 'delay', error: 'x' }, done], 'delay broke off: x'],
  ] as const) {
    t.strictSame(judge(lines).failures, [failure]);
  }
});

t.test('shows claims as a table in Markdown', async (t) => {
  const { claims } = judge([claim(true), claim(false)]);
  t.equal(
    claimTables(claims),
    [
      '### delay',
      '',
      '| claim         | expected | measured | holds  |',
      '| ------------- | -------- | -------- | ------ |',
      String.raw`| round \| trip | 100 ms   | 104 ms   | yes    |`,
      String.raw`| round \| trip | 100 ms   | 104 ms   | **no** |`,
      '',
    ].join('\n'),
  );
});
