import type { Model } from '@pod-contagion/observatory';

/** Which infections are looked at: those from a moment until another, in ms since 1970, of a strain or of all. */
export type LinkSpan = Readonly<{ fromMs: number; untilMs: number; strain: number | undefined }>;

/** What is called for an infection: with whoever infected, whoever was infected, and its row. */
export type EachLink = (infector: number, infected: number, row: number) => void;

/** Calls `each` with the rows of the pods of every infection of which it is known who infected whom, and the row of that. */
export function forEachLink(model: Model, span: LinkSpan, each: EachLink): void {
  const { length } = model.infections;
  const call = callerOf(model, span, each);
  for (let row = 0; row < length; row++) call(row);
}

/** The same from the last one back to the first. */
export function forEachLinkBack(model: Model, span: LinkSpan, each: EachLink): void {
  const call = callerOf(model, span, each);
  for (let row = model.infections.length - 1; row >= 0; row--) call(row);
}

/** Calls `each` for an infection, by its row, where it is in the span. */
function callerOf(
  { pods, infections }: Model,
  { fromMs, untilMs, strain }: LinkSpan,
  each: EachLink,
): (row: number) => void {
  const { baseMs, first, length } = infections;
  // As offsets are, of which 0 is a time that is not known.
  const from = fromMs <= 0 ? 0 : Math.max(1, fromMs - baseMs + 1);
  const until = untilMs - baseMs + 1;
  return (row) => {
    const parent = infections.parent.at(row) - first;
    if (parent < 0 || parent >= length) return;
    const offset = infections.exposedOffset(row);
    if (offset < from || offset > until) return;
    if (strain !== undefined && infections.strain.at(row) !== strain) return;
    each(infections.pod.at(parent) - pods.first, infections.pod.at(row) - pods.first, row);
  };
}
