import t from 'tap';
import { describeEvent } from '../../src/terminal/event-text.ts';
import { formatClock } from '../../src/terminal/clock-text.ts';
import { readKeys } from '../../src/terminal/keys.ts';
import { wantsColours } from '../../src/terminal/style.ts';
import { UP_KEYS } from '../../src/up/keys.ts';

t.test('keys, whatever is between them', async (t) => {
  const read = (text: string): readonly string[] => readKeys(text, UP_KEYS);
  t.same(read('i'), ['infect']);
  t.same(read('hIkq'), ['help', 'infect', 'commands', 'quit']);
  t.same(read('\u0003'), ['interrupt']);
  t.same(read('x\r\n\u00e9\u{1F637}'), []);
  t.same(
    read('\u001B[A\u001B[1;5Q\u001BOQ\u001Bi\u001B[<0;3;4Mq'),
    ['quit'],
    'arrows, function keys, Alt, mouse',
  );
  t.same(read('\u001B'), []);
});

t.test('arrows, where they mean something, as terminals send them', async (t) => {
  const table = { '\u001B[A': 'up', '\u001BOA': 'up', A: 'a' } as const;
  t.same(readKeys('\u001B[A\u001BOAA\u001B[1;5A', table), ['up', 'up', 'a']);
});

t.test('clocks', async (t) => {
  t.equal(formatClock(7_400), '0:07');
  t.equal(formatClock(754_000), '12:34');
  t.equal(formatClock(3_723_000), '1:02:03');
});

t.test('colours unless they are not wanted', async (t) => {
  t.ok(wantsColours({ TERM: 'xterm' }));
  t.ok(wantsColours({ NO_COLOR: '' }));
  t.notOk(wantsColours({ NO_COLOR: '0' }));
  t.notOk(wantsColours({ TERM: 'dumb' }));
});

t.test('events in words', async (t) => {
  const pod = 'generic-1';
  const told = { event: 'infected', pod, from: 'generic-2', generation: 4, strain: 's' } as const;
  t.equal(describeEvent(told), 'generic-1 infected by generic-2, generation 4');
  t.equal(describeEvent({ ...told, from: null, generation: null }), 'generic-1 infected');
  t.equal(describeEvent({ event: 'back-off', pod, seconds: 40 }), 'generic-1 has to wait 40 s');
  t.equal(describeEvent({ event: 'back-off', pod, seconds: null }), 'generic-1 has to wait');
  t.equal(describeEvent({ event: 'restarted', pod, podRestarts: 3 }), 'generic-1 restarted, 3 in all');
  t.equal(
    describeEvent({ event: 'killed', pod, exitCode: 137, reason: 'Error' }),
    'generic-1 killed, exit code 137',
  );
  t.equal(describeEvent({ event: 'created', pod }), undefined);
});
