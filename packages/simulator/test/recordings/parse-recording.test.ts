import fc from 'fast-check';
import t from 'tap';
import { SimulatorError } from '../../src/errors.ts';
import { parseRecording } from '../../src/recordings/parse-recording.ts';

t.test('seven numbers a line', async (t) => {
  t.same(parseRecording('# seconds pods ready ...\n0 50 50 50 0 0 0\n\n 3.5  50 49 48 2 7 1\r\n'), [
    { atMs: 0, pods: 50, ready: 50, running: 50, waiting: 0, restarts: 0, mostRestarts: 0 },
    { atMs: 3_500, pods: 50, ready: 49, running: 48, waiting: 2, restarts: 7, mostRestarts: 1 },
  ]);
});

t.test('a broken line is named, with what is expected of it', async (t) => {
  const good = '0 50 50 50 0 0 0\n';
  for (const [line, message] of [
    ['3 50 50', /^line 2 of the recording expects 7 numbers \(seconds, .*\), got "3 50 50"$/],
    ['3 50 x 50 0 0 0', /^line 2 of the recording expects a number as ready, got "x"$/],
    ['3 50 -1 50 0 0 0', /^line 2 of the recording expects a number as ready, got "-1"$/],
    ['0 50 50 50 0 0 0', /^line 2 of the recording expects a time after 0 s, got 0 s$/],
    ['', /^line 2 of the recording expects two samples or more, got 1$/],
  ] as const) {
    t.throws(() => parseRecording(good + line), { code: 'SIMULATOR_RECORDING', message }, line);
  }
});

t.test('property: any text is a recording or refused', async () => {
  const word = fc.oneof(fc.nat(100).map(String), fc.string({ maxLength: 3 }));
  const line = fc.array(word, { minLength: 6, maxLength: 8 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      try {
        return parseRecording(lines.join('\n')).length >= 2;
      } catch (error) {
        return error instanceof SimulatorError && error.code === 'SIMULATOR_RECORDING';
      }
    }),
  );
});
