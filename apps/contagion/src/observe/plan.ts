import { openCluster, type OpenedCluster } from '@pod-contagion/observatory/serving';
import { isCoded, translatedError } from './errors.ts';
import { parseLabelSelector, SelectorError } from '@pod-contagion/notations';
import { DEFAULT_SELECTOR, type ObserveFlags } from '../commands/observe-flags.ts';
import { usageError } from '../errors.ts';

/** Where what is shown comes from. */
export type Observed =
  | Readonly<{ kind: 'cluster'; selector: string; found: OpenedCluster | undefined; failure: unknown }>
  | Readonly<{ kind: 'replay'; path: string }>
  | Readonly<{ kind: 'synthetic'; pods: number; rate: number; seed: number }>;

/** Flags that say which cluster and which pods. */
const OF_CLUSTER = ['kubeconfig', 'context', 'namespace', 'selector'] as const;

/**
 * Looks whether the flags fit each other, and for the cluster. That no cluster is configured is no mistake: the page says so, and
 * what helps. A kubeconfig or a context that is named and can't be used is one.
 * @throws {ContagionError} CONTAGION_USAGE, CONTAGION_KUBECONFIG
 */
export async function planObservation(
  flags: ObserveFlags,
  onDelay: (line: string) => void,
): Promise<Observed> {
  const { replay, synthetic, kubeconfig, context, namespace } = flags;
  const instead = replay === undefined ? 'synthetic' : 'replay';
  if (replay !== undefined && synthetic !== undefined) {
    throw usageError('--replay expects no --synthetic beside it, got both');
  }
  if (replay !== undefined || synthetic !== undefined) {
    const other = OF_CLUSTER.find((name) => flags[name] !== undefined);
    if (other !== undefined) throw usageError(`--${instead} expects no --${other} beside it, got both`);
  }
  if (replay !== undefined) {
    if (flags.record !== undefined) throw usageError('--replay expects no --record beside it, got both');
    return { kind: 'replay', path: replay };
  }
  if (synthetic !== undefined) return { kind: 'synthetic', ...synthetic };
  const selector = flags.selector ?? DEFAULT_SELECTOR;
  checkSelector(selector);
  try {
    const found = await openCluster({ kubeconfig, context, namespace, selector, onDelay });
    return { kind: 'cluster', selector, found, failure: undefined };
  } catch (error) {
    if (kubeconfig !== undefined || context !== undefined || !isCoded(error)) throw translatedError(error);
    return { kind: 'cluster', selector, found: undefined, failure: error };
  }
}

function checkSelector(selector: string): void {
  try {
    parseLabelSelector(selector);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw usageError(`--selector: ${error.message}`);
  }
}
