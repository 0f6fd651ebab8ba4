import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import type { RecordingLine } from '@pod-contagion/observatory';
import { createModel, parseRecording } from '@pod-contagion/simulator';
import { readRecording } from '../../src/calibrate/read-recording.ts';
import { BEFORE_MS, BEGIN_MS, recordSimulation } from './record-simulation.ts';

const UNTIL_MS = 300_000;
const MODEL = createModel({ pods: 50, symptomDelayMs: 10_000, healthDelayMs: 0, sneezeIntervalMs: 600 });
const { lines, columns } = recordSimulation(MODEL, 7, UNTIL_MS);

function textOf(all: readonly RecordingLine[]): string {
  return all.map((line) => `${JSON.stringify(line)}\n`).join('');
}

t.test('a recording of observe says what columns of the same contagion say', async (t) => {
  const folder = t.testdir();
  const expected = parseRecording(columns);
  t.equal(expected.length, UNTIL_MS / 3_000 + 1);
  const last = expected.at(-1)!;
  t.ok(last.restarts > 100 && last.mostRestarts > 2 && expected.some(({ waiting }) => waiting > 0));
  for (const [name, bytes] of [
    ['plain', textOf(lines)],
    // Whatever its name.
    ['packed', gzipSync(textOf(lines))],
    ['columns', columns],
    ['columns.gz', gzipSync(columns)],
  ] as const) {
    writeFileSync(`${folder}/${name}`, bytes);
    t.same(await readRecording(`${folder}/${name}`), { recording: expected, warnings: [] }, name);
  }
});

t.test(
  'one that is cut off, and one in which two were infected from outside, with a word on it',
  async (t) => {
    const folder = t.testdir();
    const cut = `${folder}/cut.gz`;
    const packed = gzipSync(textOf(lines));
    writeFileSync(cut, packed.subarray(0, packed.length - 1_000));
    const { recording, warnings } = await readRecording(cut);
    t.ok(recording.length > 2 && recording.length < UNTIL_MS / 3_000);
    t.same(recording, parseRecording(columns).slice(0, recording.length));
    t.same(warnings, ['the recording is cut off in the middle of a line: what came before is compared']);
    const two = `${folder}/two`;
    const another = [900, 1, -1, 1, 0, 10, null, null, -1, -1, ''] as const;
    const twice = [{ inf: [another] }, { inf: [another] }].map((more, index) => {
      const line = lines[lines.length - 1 + index - 1]!;
      return 'frame' in line ? { frame: { ...line.frame, ...more } } : line;
    });
    writeFileSync(two, textOf([...lines.slice(0, -2), ...twice]));
    t.same((await readRecording(two)).warnings, [
      '2 were infected from outside; a simulation that is compared begins with one',
    ]);
  },
);

/** The same of podders that don't say when they were infected. */
function withoutTimes(line: RecordingLine): RecordingLine {
  if (!('frame' in line) || line.frame.inf === undefined) return line;
  const inf = line.frame.inf.map((row) => row.with(5, null) as unknown as typeof row);
  return { frame: { ...line.frame, inf } };
}

t.test('what is no contagion from its beginning is refused in one line', async (t) => {
  const folder = t.testdir();
  const [head, first, ...frames] = lines;
  const startMs = BEGIN_MS + BEFORE_MS;
  const last = lines.at(-1)!;
  const lastNumber = 'frame' in last ? last.frame.n : 0;
  const snapshotAt = (tMs: number, restarts: number): RecordingLine => {
    if (first === undefined || !('snapshot' in first)) throw new Error('expected a snapshot');
    const { snapshot } = first;
    const pods = { ...snapshot.pods, restarts: snapshot.pods.restarts.map(() => restarts) };
    return { snapshot: { ...snapshot, t: snapshot.t + tMs, pods } };
  };
  const well = frames.map((line): RecordingLine =>
    'frame' in line ? { frame: { n: line.frame.n, t: line.frame.t } } : line,
  );
  const cases: readonly [name: string, text: string, code: string, message: RegExp][] = [
    [
      'nobody',
      textOf([head!, first!, ...well]),
      'CONTAGION_USAGE',
      /nobody: expected a recording of a contagion, got one in which nobody is infected$/,
    ],
    [
      'timeless',
      textOf(lines.map(withoutTimes)),
      'CONTAGION_USAGE',
      /timeless: expected podders that say when they were infected, got \d+ infections without a time$/,
    ],
    [
      'jump',
      textOf([...lines, { frame: { n: lastNumber + 1, t: startMs + 1e12 } }]),
      'CONTAGION_USAGE',
      /jump: expected at most \d+ looks, one each 3 s, got 3333\d+: from 2027-.* to 2058-/,
    ],
    [
      'middle',
      textOf([head!, snapshotAt(10_000, 0), ...frames]),
      'CONTAGION_USAGE',
      /middle: expected a recording that begins before the first infection, got one that begins 5\.679 s after it$/,
    ],
    [
      'before',
      textOf([head!, snapshotAt(0, 1), ...frames]),
      'CONTAGION_USAGE',
      /before: expected podders that have not been restarted at first, got 49 restarts$/,
    ],
    [
      'short',
      textOf(lines.filter((line) => !('frame' in line) || line.frame.t < startMs + 3_000)),
      'CONTAGION_USAGE',
      /short: expected 3 s or more after the first infection, got less$/,
    ],
    [
      'broken',
      textOf(lines).replace('{"frame":{"n":3,', '{"frame":{"n":3'),
      'OBSERVATORY_RECORDING',
      /broken, line 5: expected JSON, got "\{\\"frame\\":/,
    ],
    [
      'missing',
      textOf(lines.filter((line) => !('frame' in line) || line.frame.n !== 3)),
      'OBSERVATORY_RECORDING',
      /missing, line 5: expected the frame before 4, which is missing$/,
    ],
    ['other', '{"a":1}\n', 'OBSERVATORY_RECORDING', /other, line 1: expected a snapshot, a frame/],
    ['no-gzip', '\u001F', 'SIMULATOR_RECORDING', /no-gzip: line 1 of the recording expects 7 numbers/],
  ];
  for (const [name, text, code, message] of cases) {
    writeFileSync(`${folder}/${name}`, text);
    await t.rejects(readRecording(`${folder}/${name}`), { code, message }, name);
  }
  writeFileSync(`${folder}/gzip`, Buffer.from([0x1f, 0x8b, 1, 2, 3]));
  await t.rejects(readRecording(`${folder}/gzip`), {
    code: 'CONTAGION_USAGE',
    message: /expected a recording, got/,
  });
});
