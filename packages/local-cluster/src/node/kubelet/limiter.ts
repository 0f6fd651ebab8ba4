/** Gives a place back; only the first call counts. */
export type Release = () => void;

/** A number of places that work has to take, in the order of asking; what is urgent goes before all that is not. */
export type Limiter = Readonly<{ acquire: (isUrgent: boolean) => Promise<Release> }>;

/** Makes a limiter of `places`: so many may be taken at once, the others wait. */
export function createLimiter(places: number): Limiter {
  const urgent: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  let free = places;

  const take = (): Release => {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = urgent.shift() ?? waiting.shift();
      if (next === undefined) free++;
      else next();
    };
  };

  return {
    acquire: async (isUrgent) => {
      if (free > 0) free--;
      else {
        await new Promise<void>((resolve) => {
          (isUrgent ? urgent : waiting).push(resolve);
        });
      }
      return take();
    },
  };
}
