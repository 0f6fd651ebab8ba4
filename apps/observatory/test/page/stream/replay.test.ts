import { gzipSync } from 'node:zlib';
import { Model, SyntheticEpidemic, type RecordingLine } from '@pod-contagion/observatory';
import t from 'tap';
import { model } from '../../../page/state/store.ts';
import { takeOver } from '../../../page/stream/feeding.ts';
import { readRecording } from '../../../page/stream/replay.ts';

/** A minute of a contagion as a recording, and what a page that followed it has at its end. */
function recorded(keyframeEvery: number): Readonly<{ lines: RecordingLine[]; followed: Model }> {
  const epidemic = new SyntheticEpidemic({ pods: 30, rate: 0.3, seed: 8, startMs: 1_000_000 });
  const followed = new Model();
  followed.load(epidemic.snapshot());
  const lines: RecordingLine[] = [
    { podContagionRecording: 1, startedAt: 1_000_000 },
    { snapshot: epidemic.snapshot() },
  ];
  for (let step = 1; step <= 600; step++) {
    const frame = epidemic.frame(1_000_000 + step * 100);
    if (frame !== undefined) {
      followed.apply(frame);
      lines.push({ frame });
    }
    if (step % keyframeEvery === 0) lines.push({ snapshot: epidemic.snapshot() });
  }
  return { lines, followed };
}

function fileOf(lines: readonly RecordingLine[]): Blob {
  return new Blob([gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))]);
}

t.test('a recording gives what was seen live, at its end and at any moment', async (t) => {
  const { lines, followed } = recorded(100);
  const begun: number[] = [];
  await readRecording(
    fileOf(lines),
    'a file',
    () => takeOver('replay'),
    () => begun.push(model.cursor),
  );
  t.equal(begun.length, 1, 'it is told once that there is something to see');
  t.ok(begun[0]! > 0);
  t.same([...model.counts], [...followed.counts]);
  t.equal(model.cursor, followed.cursor);
  t.equal(model.infections.length, followed.infections.length);
  t.equal(model.status?.state, 'over');
  t.same(model.source?.name, 'a file');
  for (const atMs of [1_000_000, 1_013_370, 1_059_900]) {
    t.same(model.timeline.at(atMs)?.condition, followed.timeline.at(atMs)?.condition, `at ${atMs}`);
  }
});

t.test('a frame that is missing is told by its line', async (t) => {
  const { lines } = recorded(1_000);
  lines.splice(10, 1);
  await t.rejects(
    readRecording(fileOf(lines), 'a file', () => takeOver('replay')),
    { message: /^line 11: / },
  );
});

t.test('whoever took over is the only one that feeds', async (t) => {
  const { lines, followed } = recorded(1_000);
  const former = takeOver('live');
  const feeder = takeOver('replay');
  t.ok(former.signal.aborted);
  await readRecording(fileOf(lines), 'a file', () => feeder);
  former.load(new SyntheticEpidemic({ pods: 1, rate: 1, seed: 1, startMs: 0 }).snapshot());
  t.equal(model.pods.length, followed.pods.length);
});

t.test('one that was cut off is shown as far as it goes', async (t) => {
  const { lines, followed } = recorded(1_000);
  const whole = await fileOf(lines).arrayBuffer();
  const cut = new Blob([whole.slice(0, Math.floor(whole.byteLength * 0.7))]);
  await readRecording(cut, 'a file', () => takeOver('replay'));
  t.ok(model.cursor > 10 && model.cursor < followed.cursor, `${model.cursor} of ${followed.cursor}`);
});

/** A file whose bytes come all at once. */
function inOneChunk(bytes: BlobPart): Blob {
  const file = new Blob([bytes]);
  file.stream = () =>
    new ReadableStream({
      async start(controller) {
        controller.enqueue(new Uint8Array(await file.arrayBuffer()));
        controller.close();
      },
    });
  return file;
}

t.test('what is none is told before anything of it is shown', async (t) => {
  const begin = (): never => {
    throw new Error('it has begun');
  };
  await t.rejects(readRecording(fileOf(recorded(1_000).lines), 'a file', begin), { message: 'it has begun' });
  for (const [bytes, message] of [
    ['', /^line 1: expected a recording, got nothing/],
    ['<html>\n', /^line 1: expected JSON/],
    // More than one piece, before its first line has ended and after.
    [`{"a":"${'x'.repeat(700_000)}"}\n`, /^line 1: /],
    [`<html>\n${'x'.repeat(700_000)}`, /^line 1: /],
    ['{"a":1}\n', /^line 1: /],
    [Uint8Array.of(0x1f, 0x8b, 1, 2, 3), /^line 1: /],
  ] as const) {
    await t.rejects(readRecording(new Blob([bytes]), 'a file', begin), { message });
    await t.rejects(
      readRecording(inOneChunk(bytes), 'a file', begin),
      { message },
      'as some browsers give it',
    );
  }
});
