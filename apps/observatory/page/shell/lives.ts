import { PARENT_NONE, type Model } from '@pod-contagion/observatory';

/** An infection of a pod as the drawer tells it: numbers of infections, times in ms since 1970. */
export type Life = Readonly<{
  id: number;
  container: string;
  generation: number;
  strain: string;
  /** The infection that it came from; `none` where there was nobody before, `unknown` where nobody says. */
  parent: number | 'none' | 'unknown';
  exposedMs: number | undefined;
  symptomaticMs: number | undefined;
  endedMs: number | undefined;
  sent: number;
  answered: number;
  /** Infections that came from it, as far as they are kept. */
  children: readonly number[];
}>;

/** So many of a pod's infections are told, the newest. */
export const MOST_LIVES = 12;

/** What is known of a pod's infections, the newest first, and how many there are of them. */
export function livesOf(
  { infections, strains }: Model,
  pod: number,
): Readonly<{ lives: readonly Life[]; count: number }> {
  const rows: number[] = [];
  let count = 0;
  for (let row = infections.length - 1; row >= 0; row--) {
    if (infections.pod.at(row) !== pod) continue;
    count++;
    if (rows.length < MOST_LIVES) rows.push(row);
  }
  const children = new Map<number, number[]>(rows.map((row) => [row + infections.first, []]));
  const oldest = rows.at(-1) ?? infections.length;
  for (let row = oldest; row < infections.length; row++) {
    children.get(infections.parent.at(row))?.push(row + infections.first);
  }
  const lives = rows.map((row) => {
    const id = row + infections.first;
    const parent = infections.parent.at(row);
    return {
      id,
      container: infections.container(row),
      generation: infections.generation.at(row),
      strain: strains[infections.strain.at(row)] ?? '',
      parent: parent >= 0 ? parent : parent === PARENT_NONE ? ('none' as const) : ('unknown' as const),
      exposedMs: infections.exposedAtMs(row),
      symptomaticMs: infections.symptomaticAtMs(row),
      endedMs: infections.endedAtMs(row),
      sent: infections.sent.at(row),
      answered: infections.answered.at(row),
      children: children.get(id) ?? [],
    };
  });
  return { lives, count };
}
