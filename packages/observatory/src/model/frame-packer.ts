import { CODE } from '../protocol/codes.ts';
import type { Frame } from '../protocol/frame.ts';
import { digitsOf } from './container.ts';
import { COURSE_FIELDS, INFECTION_FIELDS, type PackedFrames } from './packed-frames.ts';

/** How many of something are there, or were at the end of each frame. */
type Amounts = { changes: number; infections: number; courses: number };

/** Puts frames into columns of numbers. Columns stay for the next frames; they grow before these are put, by `reserve`. */
export class FramePacker {
  /** Of the first frame. */
  n = 0;
  frames = 0;
  /** What was put so far; what is beyond it does not count. */
  readonly put: Amounts = { changes: 0, infections: 0, courses: 0 };
  t: Float64Array<ArrayBuffer> = new Float64Array(16);
  changes: Uint32Array<ArrayBuffer> = new Uint32Array(16);
  infections: Uint32Array<ArrayBuffer> = new Uint32Array(16);
  courses: Uint32Array<ArrayBuffer> = new Uint32Array(16);
  pod: Float64Array<ArrayBuffer> = new Float64Array(0);
  condition: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  ready: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  restarts: Float64Array<ArrayBuffer> = new Float64Array(0);
  infection: Float64Array<ArrayBuffer> = new Float64Array(0);
  container: Float64Array<ArrayBuffer> = new Float64Array(0);
  course: Float64Array<ArrayBuffer> = new Float64Array(0);

  /** Begins anew. */
  clear(): void {
    this.frames = 0;
    this.put.changes = 0;
    this.put.infections = 0;
    this.put.courses = 0;
  }

  /** Makes room for so many more. */
  reserve(changes: number, infections: number, courses: number): void {
    const { put } = this;
    if (put.changes + changes > this.condition.length) {
      const room = 2 * (put.changes + changes);
      this.pod = grown(this.pod, new Float64Array(room));
      this.condition = grown(this.condition, new Uint8Array(room));
      this.ready = grown(this.ready, new Uint8Array(room));
      this.restarts = grown(this.restarts, new Float64Array(room));
    }
    if (put.infections + infections > this.container.length) {
      const room = 2 * (put.infections + infections);
      this.infection = grown(this.infection, new Float64Array(room * INFECTION_FIELDS));
      this.container = grown(this.container, new Float64Array(room));
    }
    if ((put.courses + courses) * COURSE_FIELDS > this.course.length) {
      this.course = grown(this.course, new Float64Array(2 * (put.courses + courses) * COURSE_FIELDS));
    }
  }

  /** Ends a frame: what was put since the one before it is its own. */
  end(n: number, t: number): void {
    const place = this.frames++;
    if (place === 0) this.n = n;
    if (place === this.t.length) {
      this.t = grown(this.t, new Float64Array(2 * place));
      this.changes = grown(this.changes, new Uint32Array(2 * place));
      this.infections = grown(this.infections, new Uint32Array(2 * place));
      this.courses = grown(this.courses, new Uint32Array(2 * place));
    }
    this.t[place] = t;
    this.changes[place] = this.put.changes;
    this.infections[place] = this.put.infections;
    this.courses[place] = this.put.courses;
  }

  /** Adds what a frame says of pods that are known, and of infections. */
  add({ n, t, i = [], c = [], y = [], r = [], inf = [], course = [] }: Frame): void {
    this.reserve(i.length, inf.length, course.length);
    const { put } = this;
    for (let index = 0; index < i.length; index++) {
      this.pod[put.changes] = i[index]!;
      this.condition[put.changes] = c[index] ?? CODE.gone;
      this.ready[put.changes] = y[index] ?? 0;
      this.restarts[put.changes++] = r[index] ?? 0;
    }
    for (const row of inf) {
      const at = put.infections * INFECTION_FIELDS;
      for (let field = 0; field < INFECTION_FIELDS; field++) {
        this.infection[at + field] = (row[field] as number | null) ?? NaN;
      }
      this.container[put.infections++] = digitsOf(row[10]);
    }
    for (const row of course) {
      const at = put.courses++ * COURSE_FIELDS;
      for (let field = 0; field < COURSE_FIELDS; field++) this.course[at + field] = row[field] ?? NaN;
    }
    this.end(n, t);
  }

  /** All that was put, in columns of their own. */
  take(): PackedFrames {
    const { frames, put } = this;
    return {
      n: this.n,
      t: this.t.slice(0, frames),
      changes: this.changes.slice(0, frames),
      infections: this.infections.slice(0, frames),
      courses: this.courses.slice(0, frames),
      pod: this.pod.slice(0, put.changes),
      condition: this.condition.slice(0, put.changes),
      ready: this.ready.slice(0, put.changes),
      restarts: this.restarts.slice(0, put.changes),
      infection: this.infection.slice(0, put.infections * INFECTION_FIELDS),
      container: this.container.slice(0, put.infections),
      course: this.course.slice(0, put.courses * COURSE_FIELDS),
    };
  }
}

function grown<Column extends Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  from: Column,
  into: Column,
): Column {
  into.set(from);
  return into;
}
