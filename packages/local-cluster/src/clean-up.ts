import { messageOf } from './errors.ts';
import { removeLeftoverNetwork } from './network/leftover-network.ts';
import { endLeftovers } from './host/state/leftovers.ts';
import type { State } from './host/state/state.ts';

/**
 * Ends what clusters left that were killed, and removes their folders. What can't be removed (the network of a cluster
 * that root ran) is told of and stays for the next start.
 */
export async function cleanUpOrphans(state: State, onNotice: (line: string) => void): Promise<void> {
  for (const { folder, remove } of await state.orphans()) {
    try {
      const { ended } = await endLeftovers(folder);
      const hadNetwork = await removeLeftoverNetwork(folder);
      await remove();
      const network = hadNetwork ? ' and its network' : '';
      onNotice(`cleaned up after a local cluster that was killed: ended ${ended} of its processes${network}`);
    } catch (error) {
      onNotice(`could not clean up after a local cluster that was killed (${folder}): ${messageOf(error)}`);
    }
  }
}
