import { ClusterClientError, statusOf } from '@pod-contagion/cluster-client/requests';
import type { Trouble } from '../../protocol/snapshot.ts';

/** What TLS says of certificates that it does not take. */
const OF_CERTIFICATES = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS|EPROTO|ERR_SSL/;

/** How many causes of an error are looked at. */
const MAX_CAUSES = 8;

/** Which of the page's troubles an error of a cluster is. */
export function kindOfError(error: unknown): Trouble['kind'] {
  const codes = codesOf(error);
  if (codes.some((code) => code === 'CLUSTER_NONE' || code === 'CLUSTER_KUBECONFIG')) return 'no-kubeconfig';
  const status = statusOf(error);
  if (status === 401 || codes.includes('CLUSTER_CREDENTIALS')) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (codes.some((code) => OF_CERTIFICATES.test(code))) return 'certificate';
  return error instanceof ClusterClientError && status !== undefined ? 'watch-broken' : 'refused';
}

function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  let each = error;
  for (let causes = 0; causes < MAX_CAUSES && each instanceof Error; causes++) {
    if ('code' in each && typeof each.code === 'string') codes.push(each.code);
    each = each instanceof AggregateError ? each.errors[0] : each.cause;
  }
  return codes;
}
