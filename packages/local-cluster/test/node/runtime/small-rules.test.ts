import fc from 'fast-check';
import t from 'tap';
import { containerEnvironment } from '../../../src/node/runtime/environment.ts';
import { goDuration } from '../../../src/node/runtime/go-duration.ts';
import { lastText } from '../../../src/node/runtime/termination-message.ts';

t.test('time spans as Go prints them', async (t) => {
  const expected: [number, string][] = [
    [0, '0s'],
    [250, '250ms'],
    [1000, '1s'],
    [1500, '1.5s'],
    [60_000, '1m0s'],
    [90_500, '1m30.5s'],
    [3_600_000, '1h0m0s'],
    [7_325_000, '2h2m5s'],
  ];
  t.same(
    expected.map(([ms]) => goDuration(ms)),
    expected.map(([, text]) => text),
  );
});

t.test('the end of a text is never cut through a character nor too long', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, max) => {
      const bytes = Buffer.from(text);
      const end = lastText(bytes, max);
      return (
        bytes.toString().endsWith(end) &&
        Buffer.byteLength(end) <= max &&
        Buffer.byteLength(end) > Math.min(max, bytes.length) - 4
      );
    }),
  );
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.nat(40),
      (bytes, max) => Buffer.byteLength(lastText(Buffer.from(bytes), max)) <= max,
    ),
  );
  t.equal(lastText(Buffer.from('aä€😀'), 4), '😀');
  t.equal(lastText(Buffer.from('aä€😀'), 6), '😀');
  t.equal(lastText(Buffer.from('aä€😀'), 7), '€😀');
});

t.test('an environment has a PATH, whatever the cluster has', async (t) => {
  t.same(containerEnvironment({}, {}, '/m', 'id'), {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    TERMINATION_MESSAGE_PATH: '/m',
    POD_CONTAGION_CLUSTER: 'id',
  });
  const own = { PATH: '/a', HOME: '/h', LANG: 'C', OTHER: 'x' };
  t.same(containerEnvironment({ PATH: '/b', POD_CONTAGION_CLUSTER: 'mine' }, own, '/m', 'id'), {
    PATH: '/b',
    HOME: '/h',
    LANG: 'C',
    TERMINATION_MESSAGE_PATH: '/m',
    POD_CONTAGION_CLUSTER: 'id',
  });
});
