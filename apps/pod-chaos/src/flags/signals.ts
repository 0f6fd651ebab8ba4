/** The signals that a container can be sent, without SIG. */
export const SIGNALS = ['TERM', 'INT', 'HUP', 'QUIT', 'ABRT', 'USR1', 'USR2', 'KILL'] as const;

/** One of them, as the toolkit's fault names it. */
export type KillSignal = `SIG${(typeof SIGNALS)[number]}`;

/** Reads `TERM`, `SIGTERM` or `term`; undefined where it is none of the signals. */
export function parseSignal(text: string): KillSignal | undefined {
  const name = SIGNALS.find((each) => each === text.toUpperCase().replace(/^SIG/, ''));
  return name === undefined ? undefined : `SIG${name}`;
}
