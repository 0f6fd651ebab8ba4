import type { Engine } from './engine.ts';

/**
 * How a contagion comes from outside: this many sneezes, the first at time 0, the others this far apart in milliseconds; where there
 * are several strains, each of them as often. Where they are as many as there is time for, `frenzyMs` is that time.
 */
export type Outbreak = Readonly<{ sneezes: number; intervalMs: number; strains?: number; frenzyMs?: number }>;

/** One sneeze, as `contagion infect` sends it. */
export const ONE_SNEEZE: Outbreak = { sneezes: 1, intervalMs: 0 };

/** As many sneezes as a starter sends in its frenzy: one when it begins, then one each interval until it ends. */
export function frenzyOf(frenzyMs: number, intervalMs: number): Outbreak {
  return { sneezes: Math.max(1, Math.ceil(frenzyMs / intervalMs)), intervalMs, frenzyMs };
}

/** An outbreak whose sneezes are another time apart; one that is no frenzy does not change, as nobody's interval is that of it. */
export function sneezingEach(intervalMs: number, outbreak: Outbreak): Outbreak {
  return outbreak.frenzyMs === undefined
    ? outbreak
    : { ...outbreak, ...frenzyOf(outbreak.frenzyMs, intervalMs) };
}

/** Lets a contagion come to an engine at time 0: all its sneezes, but for those after `untilMs`. */
export function breakOut(
  engine: Engine,
  { sneezes, intervalMs, strains = 1 }: Outbreak,
  untilMs: number,
): void {
  for (let sneeze = 0; sneeze < sneezes && sneeze * intervalMs <= untilMs; sneeze++) {
    engine.run(sneeze * intervalMs, false);
    for (let strain = 0; strain < strains; strain++) engine.introduce(strain);
  }
}
