import type { Engine } from './engine.ts';

/**
 * How a contagion comes from outside: this many sneezes, the first at time 0, the others this far apart in milliseconds; where there
 * are several strains, each of them as often.
 */
export type Outbreak = Readonly<{ sneezes: number; intervalMs: number; strains?: number }>;

/** One sneeze, as `contagion infect` sends it. */
export const ONE_SNEEZE: Outbreak = { sneezes: 1, intervalMs: 0 };

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
