import { describeError } from '@pod-contagion/errors';
import { ObservatoryError } from '../errors.ts';
import { FramePacker } from '../model/frame-packer.ts';
import { Model } from '../model/model.ts';
import type { PackedFrames } from '../model/packed-frames.ts';
import type { Frame, Keyframe } from '../protocol/frame.ts';
import type { Snapshot, Status } from '../protocol/snapshot.ts';
import { ByteLines } from './byte-lines.ts';
import { FrameScanner } from './frame-scanner.ts';
import { readRecordingLine } from './recording-line.ts';

/** Who is given what a recording holds, in its order; a `Model` is one. */
export type RecordingSink = Readonly<{
  load: (snapshot: Snapshot) => void;
  /** False where a frame before it is missing. */
  apply: (frame: Frame) => boolean;
  tell: (status: Status) => void;
  /** Takes frames in which nothing but pods and infections has changed, many at once; without it each is given to `apply`. */
  applyPacked?: (frames: PackedFrames) => void;
}>;

/** So many frames are packed at most before they are handed on. */
const MOST_PACKED = 1_000;

/** Reads a recording piece by piece, as a file or a browser gives it. It may be cut off anywhere: what came before counts. */
export class RecordingReader {
  readonly #sink: RecordingSink;
  readonly #lines = new ByteLines();
  readonly #decoder = new TextDecoder();
  readonly #packer = new FramePacker();
  readonly #scanner = new FrameScanner(this.#packer);
  #line = 0;
  /** The number of the last frame. */
  #n = 0;
  #isBegun = false;
  /** The last moment there is, in ms since 1970. */
  tMs = 0;
  frames = 0;

  constructor(sink: RecordingSink) {
    this.#sink = sink;
  }

  /**
   * Reads the next bytes.
   * @throws {ObservatoryError} OBSERVATORY_RECORDING with the number of the line and what is wrong with it
   */
  push(piece: Uint8Array): void {
    this.#lines.push(piece, (bytes, from, end) => {
      this.#line++;
      if (!this.#pack(bytes, from, end)) this.#read(this.#decoder.decode(bytes.subarray(from, end)));
    });
    this.#handOn();
  }

  /** The file is over; says whether it was cut off in the middle of a line. Throws as `push` does where there was nothing in it. */
  end(): Readonly<{ isCut: boolean }> {
    const { isCut } = this.#lines;
    if (!this.#isBegun) {
      this.#line++;
      this.#fail(
        isCut ? 'expected a recording, got less than its first lines' : 'expected a recording, got nothing',
      );
    }
    return { isCut };
  }

  /** Keeps the next frame to be handed on with others; false where the line is another. */
  #pack(bytes: Uint8Array, from: number, end: number): boolean {
    if (!this.#isBegun || this.#sink.applyPacked === undefined) return false;
    if (!this.#scanner.scan(bytes, from, end, this.#n + 1)) return false;
    this.#n++;
    this.frames++;
    if (this.#packer.frames === MOST_PACKED) this.#handOn();
    return true;
  }

  #handOn(): void {
    if (this.#packer.frames === 0) return;
    const packed = this.#packer.take();
    this.#packer.clear();
    for (const tMs of packed.t) this.tMs = Math.max(this.tMs, tMs);
    this.#sink.applyPacked?.(packed);
  }

  #read(text: string): void {
    this.#handOn();
    if (text.trim() === '') return;
    try {
      this.#learn(text);
    } catch (error) {
      if (error instanceof ObservatoryError) throw error;
      this.#fail(describeError(error));
    }
  }

  #learn(text: string): void {
    const line = readRecordingLine(text);
    if ((this.#line === 1) !== 'podContagionRecording' in line) {
      throw new Error('expected podContagionRecording in the first line, and only there');
    }
    if ('podContagionRecording' in line) return;
    if (!this.#isBegun && !('snapshot' in line)) throw new Error('expected a snapshot before anything else');
    if ('snapshot' in line) {
      this.#isBegun = true;
      this.tMs = line.snapshot.t;
      this.#n = line.snapshot.cursor;
      this.#sink.load(line.snapshot);
    } else if ('frame' in line) {
      const { n, t } = line.frame;
      if (!this.#sink.apply(line.frame)) throw new Error(`expected the frame before ${n}, which is missing`);
      this.tMs = Math.max(this.tMs, t);
      this.#n = Math.max(this.#n, n);
      this.frames++;
    } else if ('status' in line) {
      this.tMs = Math.max(this.tMs, line.t);
      this.#sink.tell(line.status);
    } else if (this.#sink instanceof Model && !isSame(this.#sink, line.keyframe)) {
      throw new Error('expected pods as the frames before tell, got others');
    }
  }

  #fail(message: string): never {
    throw new ObservatoryError('OBSERVATORY_RECORDING', `line ${this.#line}: ${message}`);
  }
}

function isSame({ pods, cursor }: Model, { n, c, y, r }: Keyframe): boolean {
  return (
    n === cursor &&
    r.length === pods.length &&
    r.every((restarts, row) => {
      const isAlike = pods.condition.at(row) === Number(c[row]) && pods.ready.at(row) === Number(y[row]);
      return isAlike && pods.restarts.at(row) === restarts;
    })
  );
}
