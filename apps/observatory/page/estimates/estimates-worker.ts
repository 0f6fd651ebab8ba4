/** Estimates beside the page: told of each change of infections, asked once or twice a second. */
import { CaseTable } from './case-columns.ts';
import { estimate, type EstimateRequest } from './estimate.ts';
import type { Estimates } from './estimates.ts';
import type { InfectionChanges } from './infection-changes.ts';

/** What the page sends: what has changed, and what it asks; undefined where more of the changes is to come. */
export type EstimateOrder = Readonly<{ changes: InfectionChanges; request: EstimateRequest | undefined }>;

const table = new CaseTable();

addEventListener('message', ({ data }: MessageEvent<EstimateOrder>) => {
  const beganMs = performance.now();
  table.learn(data.changes);
  if (data.request === undefined) {
    postMessage(undefined);
    return;
  }
  const estimated = estimate(table, data.request);
  const answer: Estimates = { ...estimated, tookMs: performance.now() - beganMs };
  postMessage(answer);
});
