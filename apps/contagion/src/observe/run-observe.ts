import { describeAccess } from '@pod-contagion/cluster-client';
import {
  openClusterFeed,
  openObservatoryServer,
  openRecordingTarget,
  openReplayFeed,
  openSyntheticFeed,
  type Feed,
} from '@pod-contagion/observatory/serving';
import type { ObserveFlags } from '../commands/observe-flags.ts';
import { addressFor, openGameFor } from './open-game.ts';
import { openBrowser } from './open-browser.ts';
import type { Observed } from './plan.ts';

/** Where it is told what goes on. */
export type ObserveOutputs = Readonly<{
  /** For whoever wants to copy it: the address of the page. */
  line: (text: string) => void;
  note: (text: string) => void;
}>;

/**
 * Serves the page until it is asked to end.
 * @throws {ObservatoryError} where the port, the recording or the page can't be had
 */
export async function runObserve(
  flags: ObserveFlags,
  observed: Observed,
  { line, note }: ObserveOutputs,
  signal: AbortSignal,
): Promise<void> {
  const target = flags.record === undefined ? undefined : await openRecordingTarget(flags.record);
  try {
    const opened = flags.game ? await openGameFor(flags, observed) : undefined;
    const feed = await openFeed(flags, observed, note);
    const { address, port } = flags;
    const server = await openObservatoryServer({ feed, address, port, game: opened?.game }).catch(
      async (error: unknown) => {
        await feed.close();
        throw error;
      },
    );
    const recording = target?.begin(feed, note);
    line(addressFor(server.url, opened));
    const unsubscribe = tellTroubles(feed, note);
    // Whoever lists processes reads what a browser is started with: the token is for whoever copies the line above.
    if (flags.open) openBrowser(server.url, note);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    unsubscribe();
    await recording?.close();
    await opened?.close();
    await server.close();
    await feed.close();
    if (recording !== undefined) note(`recorded in ${recording.path}`);
  } catch (error) {
    await target?.discard();
    throw error;
  }
}

async function openFeed(
  flags: ObserveFlags,
  observed: Observed,
  note: (text: string) => void,
): Promise<Feed> {
  if (observed.kind === 'replay') return openReplayFeed(observed.path);
  if (observed.kind === 'synthetic') return openSyntheticFeed(observed);
  const { found, selector } = observed;
  if (found !== undefined) {
    const { name, server, namespace } = found;
    note(describeAccess({ context: name, server, namespace }));
  }
  const { kubeconfig, context, namespace } = flags;
  return openClusterFeed({ kubeconfig, context, namespace, selector }, found);
}

/** Tells each cause once why there is nothing to see, and when there is. */
function tellTroubles(feed: Feed, note: (text: string) => void): () => void {
  let last: string | undefined;
  const tell = (): void => {
    const { trouble } = feed.status();
    const text = trouble === null ? undefined : [trouble.text, trouble.command ?? ''].join('\n  ').trimEnd();
    if (text !== undefined && trouble?.kind !== last) note(text);
    last = trouble?.kind;
  };
  tell();
  const nothing = (): void => undefined;
  return feed.subscribe({ onFrame: nothing, onReset: nothing, onStatus: tell });
}
