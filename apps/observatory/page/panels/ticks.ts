/** Steps of an axis of time, in ms. */
const STEPS_MS = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
  3_600_000, 7_200_000, 21_600_000, 86_400_000,
] as const;

/** Where an axis of time has its marks: whole steps, as many as asked for at most. */
export function ticksOf(fromMs: number, untilMs: number, most: number): readonly number[] {
  const spanMs = untilMs - fromMs;
  const stepMs = STEPS_MS.find((step) => spanMs / step <= most) ?? spanMs;
  if (!(stepMs > 0)) return [];
  const ticks: number[] = [];
  for (let at = Math.ceil(fromMs / stepMs) * stepMs; at <= untilMs; at += stepMs) ticks.push(at);
  return ticks;
}

/** Round numbers from 0 up to the most, not many more than so many of them; whole ones where those do. */
export function roundTicks(most: number, wanted: number): number[] {
  const rough = most / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const whole = most >= 2 ? Math.max(1, step) : step;
  return Array.from({ length: 1 + Math.floor(most / whole + 1e-9) }, (_, tick) =>
    Number((tick * whole).toPrecision(6)),
  );
}
