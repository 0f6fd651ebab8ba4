/** What there is of podders: an axis from 0 on, which has a length also where there are none. */
export function countAxis(label: string, values: Iterable<number>): object {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return {
    label,
    grid: true,
    zero: true,
    nice: true,
    tickFormat: '~s',
    ...(most === 0 ? { domain: [0, 1] } : {}),
  };
}
