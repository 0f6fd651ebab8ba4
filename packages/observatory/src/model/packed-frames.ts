/** Numbers of an infection in `infection`: those of an InfectionRow without its container. */
export const INFECTION_FIELDS = 10;

/** Numbers of a course in `course`: those of an InfectionCourse. */
export const COURSE_FIELDS = 5;

/**
 * Frames in which nothing but pods and infections has changed, one after the other in columns of numbers: a recording has thousands of
 * them, and they are handed from a worker to a page without being copied or read again. A time that is null in a frame is NaN here.
 */
export type PackedFrames = Readonly<{
  /** The cursor of the first; each is one more than that before it. */
  n: number;
  /** In ms since 1970, of each. */
  t: Float64Array<ArrayBuffer>;
  /** How many changes, infections and courses there are up to the end of each. */
  changes: Uint32Array<ArrayBuffer>;
  infections: Uint32Array<ArrayBuffer>;
  courses: Uint32Array<ArrayBuffer>;
  /** A place for each change. */
  pod: Float64Array<ArrayBuffer>;
  condition: Uint8Array<ArrayBuffer>;
  ready: Uint8Array<ArrayBuffer>;
  restarts: Float64Array<ArrayBuffer>;
  /** INFECTION_FIELDS for each infection. */
  infection: Float64Array<ArrayBuffer>;
  /** Its container as a number, or UNKNOWN. */
  container: Float64Array<ArrayBuffer>;
  /** COURSE_FIELDS for each course. */
  course: Float64Array<ArrayBuffer>;
}>;
