/** What a case is called in every format: no plain number, which readers of trees take for the support of a branch. */
export function nameOfCase(id: number): string {
  return `c${id}`;
}

/** Milliseconds as seconds, to the millisecond: `12.345`. */
export function seconds(ms: number): string {
  return String(ms / 1000);
}
