import { ageMs, freshness } from '../stream/freshness.ts';
import { shownMs } from './store.ts';

/** Of which moment all that is shown is, in ms since 1970: where nothing changes what is live is of now all the same. */
export function seenMs(): number {
  // Counts on twice a second.
  void ageMs.value;
  return freshness.value === 'LIVE' ? Math.max(shownMs.value, Date.now()) : shownMs.value;
}
