const MAX_STEPS = 200;

/**
 * The chance that a contagion that began with one case dies out before it becomes large: the smallest root of
 * x = (1 - q + q x)^k, where a case sneezes `sneezes` (k) times and each sneeze infects with probability `susceptibleShare` (q,
 * of the listed endpoints). To 1e-12; 1 where a case infects no more than one other on average and not always exactly one.
 */
export function extinctionProbability(susceptibleShare: number, sneezes: number): number {
  return smallestRoot(susceptibleShare, [[sneezes, 1]]);
}

/**
 * The same where the number of sneezes varies: `chances[k]` is the probability of k sneezes, and they add up to 1. More variation
 * makes extinction likelier than the mean alone says.
 */
export function extinctionProbabilityOfChances(susceptibleShare: number, chances: ArrayLike<number>): number {
  const terms = Array.from(chances, (chance, sneezes) => [sneezes, chance] as const);
  return smallestRoot(
    susceptibleShare,
    terms.filter(([, chance]) => chance > 0),
  );
}

/**
 * Newton's method from x = 0, from where it goes up to the smallest root and never past it, as the right side is convex; written
 * in y = 1 - x, of which near the threshold more digits are known.
 */
function smallestRoot(share: number, terms: readonly (readonly [number, number])[]): number {
  const mean = terms.reduce((sum, [sneezes, chance]) => sum + sneezes * chance * share, 0);
  const isAlwaysOne = share === 1 && terms.every(([sneezes]) => sneezes === 1);
  if (isAlwaysOne) return 0;
  if (mean <= 1) return 1;
  let y = 1;
  for (let step = 0; step < MAX_STEPS; step++) {
    let infecting = 0;
    let slope = 0;
    for (const [sneezes, chance] of terms) {
      if (sneezes === 0) continue;
      const miss = Math.log1p(-share * y);
      infecting -= chance * Math.expm1(sneezes * miss);
      slope += chance * sneezes * share * (1 - share * y) ** (sneezes - 1);
    }
    const next = y - (infecting - y) / (slope - 1);
    // Down to the last digits each step goes down: one that doesn't is rounding.
    if (!(next > 0 && next < y)) break;
    y = next;
  }
  return 1 - y;
}
