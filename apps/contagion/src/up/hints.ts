import { describeError } from '@pod-contagion/errors';

/** What to do about an error of startCluster, in the words of the command line, by code. */
const HINTS: Readonly<Record<string, string>> = {
  PORT_IN_USE: 'say --port N with another one, or leave --port out',
  STATE_FOLDER: 'say XDG_STATE_HOME=FOLDER with one that can be, as in XDG_STATE_HOME=/tmp npm start',
};

/** What an error says, and what to do about it where the command line has a way. */
export function describeWithHint(error: unknown): string {
  const { name, code = '' } = error as { name?: string; code?: string };
  const hint = name === 'LocalClusterError' && Object.hasOwn(HINTS, code) ? HINTS[code] : undefined;
  return hint === undefined ? describeError(error) : `${describeError(error)}: ${hint}`;
}
