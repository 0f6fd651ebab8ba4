import type { Game } from '@pod-contagion/observatory/serving';
import type { ObserveFlags } from '../commands/observe-flags.ts';
import { translatedError } from './errors.ts';
import type { Observed } from './plan.ts';

/** A game and how it is closed; the toolkit is loaded for one on a cluster alone. */
export type OpenedGame = Readonly<{ game: Game; close: () => Promise<void> }>;

/**
 * The game that the page offers: on the simulator, and where a cluster is watched on that as well, for whoever has its token.
 * @throws {ContagionError} CONTAGION_KUBECONFIG
 */
export async function openGameFor(flags: ObserveFlags, observed: Observed): Promise<OpenedGame> {
  const { openGame, PRACTICE_ONLY } = await import('@pod-contagion/observatory/game');
  if (observed.kind !== 'cluster' || observed.found === undefined) {
    return { game: PRACTICE_ONLY, close: async () => undefined };
  }
  const { connect } = await import('@pod-contagion/chaos');
  try {
    const kubernetes = await connect({ kubeconfig: flags.kubeconfig, context: flags.context });
    const { namespace } = observed.found;
    const game = openGame({ kubernetes, namespace, selector: observed.selector });
    return { game, close: game.close };
  } catch (error) {
    throw translatedError(error);
  }
}

/** The address of the page for whoever plays: browsers send nothing of what is behind a `#`. */
export function addressFor(url: string, opened: OpenedGame | undefined): string {
  const token = opened?.game.token ?? '';
  return token === '' ? url : `${url}#token=${token}`;
}
