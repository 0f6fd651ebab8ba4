import type { Model } from '@pod-contagion/observatory';

/** Which infections are looked at: those from a moment until another, in ms since 1970, of a strain or of all. */
export type LinkSpan = Readonly<{ fromMs: number; untilMs: number; strain: number | undefined }>;

/** Calls `each` with the rows of the pods of every infection of which it is known who infected whom, and the row of that. */
export function forEachLink(
  { pods, infections }: Model,
  { fromMs, untilMs, strain }: LinkSpan,
  each: (infector: number, infected: number, row: number) => void,
): void {
  const { baseMs } = infections;
  // As offsets are, of which 0 is a time that is not known.
  const from = fromMs <= 0 ? 0 : Math.max(1, fromMs - baseMs + 1);
  const until = untilMs - baseMs + 1;
  for (let row = 0; row < infections.length; row++) {
    const parent = infections.parent.at(row) - infections.first;
    if (parent < 0 || parent >= infections.length) continue;
    const offset = infections.exposedOffset(row);
    if (offset < from || offset > until) continue;
    if (strain !== undefined && infections.strain.at(row) !== strain) continue;
    each(infections.pod.at(parent) - pods.first, infections.pod.at(row) - pods.first, row);
  }
}
