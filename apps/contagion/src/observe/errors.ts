import { ClusterClientError } from '@pod-contagion/cluster-client';
import { ContagionError } from '../errors.ts';

/** Whether an error is one of the cluster's client, which tells what is wrong with a kubeconfig. */
export function isCoded(error: unknown): error is ClusterClientError {
  return error instanceof ClusterClientError;
}

/** An error of a kubeconfig in the words of this command line, which are the same. */
export function translatedError(error: unknown): unknown {
  return isCoded(error) ? new ContagionError('CONTAGION_KUBECONFIG', error.message, { cause: error }) : error;
}
