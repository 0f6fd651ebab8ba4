import type { Frame, InfectionCourse, InfectionRow } from '../protocol/frame.ts';
import { containerOf } from './container.ts';
import { COURSE_FIELDS, INFECTION_FIELDS, type PackedFrames } from './packed-frames.ts';

/** The frame at a place of packed ones, without lists that are empty and with all digits of containers: for whoever looks at one. */
export function unpackFrame(frames: PackedFrames, place: number): Frame {
  const partOf = (ends: Uint32Array): readonly [from: number, end: number] => [
    ends[place - 1] ?? 0,
    ends[place] ?? 0,
  ];
  const changes = partOf(frames.changes);
  const infections = partOf(frames.infections);
  const courses = partOf(frames.courses);
  const numbers = (column: Float64Array | Uint8Array): number[] => [...column.subarray(...changes)];
  const infectionAt = (at: number): InfectionRow => {
    const row = rowOf(frames.infection, at, INFECTION_FIELDS);
    return [...row, containerOf(frames.container[at] ?? 0)] as unknown as InfectionRow;
  };
  const courseAt = (at: number): InfectionCourse =>
    rowOf(frames.course, at, COURSE_FIELDS) as unknown as InfectionCourse;
  return {
    n: frames.n + place,
    t: frames.t[place] ?? 0,
    ...(changes[1] > changes[0] && {
      i: numbers(frames.pod),
      c: numbers(frames.condition),
      y: numbers(frames.ready),
      r: numbers(frames.restarts),
    }),
    ...(infections[1] > infections[0] && { inf: listOf(infections, infectionAt) }),
    ...(courses[1] > courses[0] && { course: listOf(courses, courseAt) }),
  };
}

function listOf<Row>([from, end]: readonly [from: number, end: number], rowAt: (at: number) => Row): Row[] {
  return Array.from({ length: end - from }, (_, place) => rowAt(from + place));
}

function rowOf(column: Float64Array, at: number, width: number): (number | null)[] {
  return Array.from(column.subarray(at * width, (at + 1) * width), (each) =>
    Number.isNaN(each) ? null : each,
  );
}
