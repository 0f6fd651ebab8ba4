import type { Status } from '@pod-contagion/observatory';

/** What is known of a cluster beside what its API server tells, and what is not. */
export function sourceWords({ asked, by, missed }: Pick<Status, 'asked' | 'by' | 'missed'>): string {
  const how =
    by === 'none' || asked === 0
      ? 'no podder answers: known by last words alone'
      : `${asked} podders tell${by === 'proxy' ? ' through the API server' : ''}`;
  return missed === 0 ? how : `${how}; ${missed} ends unknown`;
}
