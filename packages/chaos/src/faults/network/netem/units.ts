const NUMBER = /^([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?)([a-z%]*)$/i;

const MICROSECONDS: Readonly<Record<string, number>> = {
  s: 1e6,
  sec: 1e6,
  secs: 1e6,
  ms: 1e3,
  msec: 1e3,
  msecs: 1e3,
  us: 1,
  usec: 1,
  usecs: 1,
};

const BITS_PER_SECOND = rateUnits();

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1_024,
  kb: 1_024,
  m: 1_024 ** 2,
  mb: 1_024 ** 2,
  g: 1_024 ** 3,
  gb: 1_024 ** 3,
  kbit: 1_024 / 8,
  mbit: 1_024 ** 2 / 8,
  gbit: 1_024 ** 3 / 8,
};

/** Reads `100ms`, `0.5s` or `800us` as microseconds; a bare number is microseconds, as tc(8) says. */
export function parseMicroseconds(word: string): number | undefined {
  return inUnits(word, { ...MICROSECONDS, '': 1 });
}

/** Reads a time of a slot: there tc also knows `ns`, and a bare number is nanoseconds (get_time64 in tc's source). */
export function parseSlotMicroseconds(word: string): number | undefined {
  return inUnits(word, { ...MICROSECONDS, '': 1e-3, ns: 1e-3, nsec: 1e-3, nsecs: 1e-3 });
}

/** Reads `25%` or `25`, both per cent. */
export function parsePercent(word: string): number | undefined {
  return inUnits(word, { '': 1, '%': 1 });
}

/** Reads `1mbit`, `512kbit` or, in bytes per second, `64kbps`, as bits per second; a bare number is bits. */
export function parseBitsPerSecond(word: string): number | undefined {
  return inUnits(word, BITS_PER_SECOND);
}

/** Reads a size as tc does: `k` is 1,024. */
export function parseSize(word: string): number | undefined {
  return inUnits(word, SIZES);
}

/** Reads a whole number in decimal. tc reads `010` as octal, so a leading zero is none. */
export function parseCount(word: string): number | undefined {
  return /^-?(?:0|[1-9][0-9]{0,14})$/.test(word) ? Number(word) : undefined;
}

/** tc's units know no case. Rounded to a billionth, for 1.1 x 1000 is not whole for a computer. */
function inUnits(word: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit] = NUMBER.exec(word) ?? [];
  const name = unit?.toLowerCase() ?? '';
  if (digits === undefined || !Object.hasOwn(units, name)) return undefined;
  const scale = units[name] ?? NaN;
  const value = Number(digits) * scale;
  return scale === 1 ? value : Math.round(value * 1e9) / 1e9;
}

/** Of tc(8): bit and bps (bytes), each with k, m, g, t (thousands) and ki, mi, gi, ti (1,024). */
function rateUnits(): Readonly<Record<string, number>> {
  const units: Record<string, number> = { '': 1 };
  const powers = ['', 'k', 'm', 'g', 't'];
  for (const [power, letter] of powers.entries()) {
    for (const [name, bits] of [
      ['bit', 1],
      ['bps', 8],
    ] as const) {
      units[letter + name] = bits * 1_000 ** power;
      if (letter !== '') units[`${letter}i${name}`] = bits * 1_024 ** power;
    }
  }
  return units;
}
