/**
 * Writes what a recording of the observatory holds as a table of numbers, in CSV on standard output: `series.ts FILE [SECONDS]`, a row
 * for each so many seconds (30) since the first infection. That is how the files of docs/findings were made.
 */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { describeError } from '@pod-contagion/errors';
import { RecordingReader } from '@pod-contagion/observatory/recording';
import { CODE, Model, PARENT_UNKNOWN } from '@pod-contagion/observatory';

const [file = '', seconds = '30'] = process.argv.slice(2);
const stepMs = Number(seconds) * 1_000;
if (file === '' || !(stepMs >= 1_000)) {
  process.stderr.write('expected FILE and whole seconds from 1, such as: series.ts lab.ndjson.gz 30\n');
  process.exit(2);
}

const HEAD = 'seconds,pods,ready,backOff,restarts,mostRestarts,infections,generations,unknownParents';

const model = new Model();
let beganMs: number | undefined;
let nextMs = Infinity;
const lines = [HEAD];

/** A row for each time that has passed: what holds then is what was told last. */
function tell(untilMs: number): void {
  for (; nextMs < untilMs; nextMs += stepMs) lines.push(row((nextMs - (beganMs ?? 0)) / 1_000));
}

function row(atSeconds: number): string {
  const { pods, infections, totals } = model;
  let [there, ready, backOff, restarts, most, unknown] = [0, 0, 0, 0, 0, 0];
  for (let place = 0; place < pods.length; place++) {
    if (pods.owner[place] === '') continue;
    const own = pods.restarts.at(place);
    restarts += own;
    most = Math.max(most, own);
    const condition = pods.condition.at(place);
    if (condition === CODE.gone) continue;
    there++;
    ready += pods.ready.at(place);
    if (condition === CODE.waiting) backOff++;
  }
  for (let place = 0; place < infections.length; place++) {
    if (infections.parent.at(place) === PARENT_UNKNOWN) unknown++;
  }
  return [
    atSeconds,
    there,
    ready,
    backOff,
    restarts,
    most,
    totals.infections,
    totals.generations,
    unknown,
  ].join();
}

const reader = new RecordingReader({
  load: (snapshot) => model.load(snapshot),
  apply(frame) {
    tell(frame.t);
    const isNext = model.apply(frame);
    if (beganMs === undefined && model.totals.infections > 0) {
      beganMs = frame.t;
      nextMs = frame.t;
    }
    return isNext;
  },
  tell: (status) => model.tell(status),
});
const recording = file.endsWith('.gz') ? uncompressed(createReadStream(file)) : createReadStream(file);
try {
  for await (const piece of recording) reader.push(piece as Buffer);
} catch (error) {
  // Whoever records may still be at it: what came before counts.
  if ((error as NodeJS.ErrnoException).code !== 'Z_BUF_ERROR') {
    process.stderr.write(`${file}: ${describeError(error)}\n`);
    process.exit(1);
  }
}
tell(reader.tMs + 1);
process.stdout.write(`${lines.join('\n')}\n`);

function uncompressed(bytes: Readable): Readable {
  const gunzip = createGunzip();
  // A pipe does not hand on errors.
  bytes.on('error', (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}
