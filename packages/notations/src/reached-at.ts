/**
 * Annotation of pods and Services that do not answer at their own address: says where they do, as JSON. Whoever reads an
 * address from the API and wants to connect to it looks here first.
 */
export const REACHED_AT = 'local-cluster.pod-contagion/reached-at';

/** Where something really answers: each declared port at another of one host; a port that is not among them as it is. */
export type ReachedAt = Readonly<{ host: string; ports: Readonly<Record<number, number>> }>;

/** All of an object that is looked at here. */
type Annotated = { metadata: { annotations?: Record<string, string> | undefined } };

/** What the annotation of an object says; undefined where there is none that makes sense. */
export function readReachedAt({ metadata }: Annotated): ReachedAt | undefined {
  const text = metadata.annotations?.[REACHED_AT];
  if (text === undefined) return undefined;
  try {
    const { host, ports } = JSON.parse(text) as { host?: unknown; ports?: unknown };
    if (typeof host !== 'string' || typeof ports !== 'object' || ports === null) return undefined;
    return { host, ports: ports as Record<number, number> };
  } catch {
    return undefined;
  }
}

/** Says whether an object has just the annotation that it should have; one that a user wrote, or copied, counts for nothing. */
export function tellsReachedAt(object: Annotated, wanted: ReachedAt | undefined): boolean {
  return object.metadata.annotations?.[REACHED_AT] === textOf(wanted);
}

/** Gives a draft the annotation that it should have, or none. */
export function writeReachedAt(draft: Annotated, wanted: ReachedAt | undefined): void {
  const { [REACHED_AT]: _, ...others } = draft.metadata.annotations ?? {};
  const text = textOf(wanted);
  draft.metadata.annotations = text === undefined ? others : { ...others, [REACHED_AT]: text };
}

function textOf(reachedAt: ReachedAt | undefined): string | undefined {
  return reachedAt && JSON.stringify(reachedAt);
}
