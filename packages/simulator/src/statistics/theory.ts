/** What a course of infection depends on, as a manifest and a machine say it. Times are milliseconds. */
export type Course = Readonly<{
  /** N: podders behind the Service. */
  pods: number;
  /** Pods behind it besides, which nothing infects; they take sneezes. */
  immune: number;
  /** D. */
  symptomDelayMs: number;
  /** H: from the first symptom to failing probes. */
  healthDelayMs: number;
  /** P and f of the liveness probe. */
  periodMs: number;
  failureThreshold: number;
  /** s. */
  sneezeIntervalMs: number;
  /** kappa: from the probe that kills to the end of the container. */
  killMs: number;
  /** How long a container waits in back-off, the first and the longest time; undefined where nothing backs off. */
  backoffMs?: Readonly<{ initial: number; max: number }> | undefined;
}>;

/** What is to be expected of a contagion, by formulas. Times are milliseconds. */
export type Theory = Readonly<{
  /** T_sym = H + phi + (f - 1) P + kappa: how long it is symptomatic, with phi, when the probe comes, at its mean, half a period. */
  symptomaticMs: number;
  /** k: sneezes of one infection, of that time. */
  sneezes: number;
  /** What they are on average, as phi is anywhere in a period. */
  meanSneezes: number;
  /** R0 = k (N - 1) / (N + immune), with the mean of k: one in N sneezes goes to the sneezer itself. */
  reproduction: number;
  /** T_g = D + (k - 1) s / 2. */
  generationMs: number;
  /** r = ln R0 / T_g, in 1/s. */
  growthPerSecond: number;
  /** ln 2 / r, in s. */
  doublingSeconds: number;
  /** T_wave = (D + T_sym / 2)(ln N / ln k + 0.75): how long a wave takes to go through all; Infinity where k is 1. */
  waveMs: number;
  /** The back-off in which it dies out, the first one that is longer than a wave; undefined where none is, and it may stay. */
  lastRung: Rung | undefined;
}>;

/** One of the waits of CrashLoopBackOff: the first has number 1. */
export type Rung = Readonly<{ number: number; waitMs: number }>;

/**
 * The theory of one course. The wave and its rung are a heuristic, good to about a third where the longest back-off is 300 s and k is
 * 3 or more: to be shown beside simulated survival, never instead of it. The growth rate takes all intervals as equal (Wallinga
 * and Lipsitch 2007).
 */
export function theoryOf(course: Course): Theory {
  const { pods, immune, symptomDelayMs, sneezeIntervalMs } = course;
  const symptomaticMs = leastSymptomaticMs(course) + course.periodMs / 2;
  const sneezes = sneezesIn(symptomaticMs, sneezeIntervalMs);
  const meanSneezes = sneezeChances(course).reduce((sum, chance, count) => sum + chance * count, 0);
  const reproduction = (meanSneezes * (pods - 1)) / (pods + immune);
  const generationMs = symptomDelayMs + ((meanSneezes - 1) * sneezeIntervalMs) / 2;
  const growthPerSecond = Math.log(reproduction) / (generationMs / 1_000);
  const waveMs =
    meanSneezes > 1
      ? (symptomDelayMs + symptomaticMs / 2) * (Math.log(pods) / Math.log(meanSneezes) + 0.75)
      : Infinity;
  return {
    symptomaticMs,
    sneezes,
    meanSneezes,
    reproduction,
    generationMs,
    growthPerSecond,
    doublingSeconds: Math.LN2 / growthPerSecond,
    waveMs,
    lastRung: lastRung(waveMs, course.backoffMs),
  };
}

/** R_eff = k x the susceptible among the listed endpoints; 0 where none is listed. */
export function effectiveReproduction(sneezes: number, susceptibleListed: number, listed: number): number {
  return listed === 0 ? 0 : (sneezes * susceptibleListed) / listed;
}

/**
 * How many sneezes leave in this time: one at once and one after each interval, those only that come before its end. That is
 * 1 + floor(T / s), but for an end that falls on a sneeze, which then does not leave.
 */
export function sneezesIn(symptomaticMs: number, sneezeIntervalMs: number): number {
  return Math.max(1, Math.ceil(symptomaticMs / sneezeIntervalMs));
}

/** The probability of each number of sneezes, from 0 on, where the probe comes at any time of its period equally likely. */
export function sneezeChances(course: Course): readonly number[] {
  const { periodMs, sneezeIntervalMs } = course;
  const least = leastSymptomaticMs(course);
  const most = least + periodMs;
  const chances = Array.from({ length: sneezesIn(most, sneezeIntervalMs) + 1 }, () => 0);
  for (let count = sneezesIn(least, sneezeIntervalMs); count < chances.length; count++) {
    const from = count === 1 ? least : Math.max(least, (count - 1) * sneezeIntervalMs);
    const to = Math.min(most, count * sneezeIntervalMs);
    chances[count] = Math.max(0, to - from) / periodMs;
  }
  return chances;
}

/** T_sym where the probe comes at once. */
function leastSymptomaticMs({ healthDelayMs, failureThreshold, periodMs, killMs }: Course): number {
  return healthDelayMs + (failureThreshold - 1) * periodMs + killMs;
}

function lastRung(waveMs: number, backoffMs: Course['backoffMs']): Rung | undefined {
  if (backoffMs === undefined || !(backoffMs.initial > 0) || backoffMs.max <= waveMs) return undefined;
  let rung: Rung = { number: 1, waitMs: Math.min(backoffMs.initial, backoffMs.max) };
  while (rung.waitMs <= waveMs) {
    rung = { number: rung.number + 1, waitMs: Math.min(2 * rung.waitMs, backoffMs.max) };
  }
  return rung;
}
