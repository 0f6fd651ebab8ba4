import type { Engine } from './engine.ts';

/** How a contagion comes from outside: this many sneezes, the first at time 0, the others this far apart in milliseconds. */
export type Outbreak = Readonly<{ sneezes: number; intervalMs: number }>;

/** One sneeze, as `contagion infect` sends it. */
export const ONE_SNEEZE: Outbreak = { sneezes: 1, intervalMs: 0 };

/** Lets a contagion come to an engine at time 0: all its sneezes, but for those after `untilMs`. */
export function breakOut(engine: Engine, { sneezes, intervalMs }: Outbreak, untilMs: number): void {
  for (let sneeze = 0; sneeze < sneezes && sneeze * intervalMs <= untilMs; sneeze++) {
    engine.run(sneeze * intervalMs, false);
    engine.introduce();
  }
}
