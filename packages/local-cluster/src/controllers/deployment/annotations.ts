import type { Deployment, KubeObject, ReplicaSet } from '@pod-contagion/api-server/objects';
import { fenceposts } from './fenceposts.ts';

/** Number of the template a ReplicaSet stands for; the Deployment has that of its present one. */
export const REVISION = 'deployment.kubernetes.io/revision';

/** Earlier numbers of a ReplicaSet that was rolled back to, separated by commas. */
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';

/** Replicas of the Deployment when the ReplicaSet was scaled last: how a scaling is told from a rollout. */
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';

/** Those, and the surge. */
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

/** Length the history of revisions may reach. Source: sync.go (`maxRevHistoryLengthInChars`). */
const MAX_HISTORY_CHARACTERS = 2000;

/** Annotations that a Deployment does not hand on to its ReplicaSets. */
const KEPT_BACK: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);

/** The revision of an object; 0 where it has none that can be read. */
export function revisionOf({ metadata }: KubeObject): number {
  return wholeNumber(metadata.annotations?.[REVISION]) ?? 0;
}

/** A number that an annotation of a ReplicaSet holds. */
export function annotatedCount({ metadata }: ReplicaSet, annotation: string): number | undefined {
  return wholeNumber(metadata.annotations?.[annotation]);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The annotations that say for how many replicas a ReplicaSet was scaled. */
export function replicasAnnotations(deployment: Deployment): Record<string, string> {
  const { replicas = 1 } = deployment.spec ?? {};
  return {
    [DESIRED_REPLICAS]: String(replicas),
    [MAX_REPLICAS]: String(replicas + fenceposts(deployment).maxSurge),
  };
}

/**
 * The annotations that the ReplicaSet of the present template should have: its own, the Deployment's (the cause of a change
 * among them), and the newest revision; one it had before goes into its history.
 *
 * Source: deployment_util.go (`SetNewReplicaSetAnnotations`).
 */
export function newReplicaSetAnnotations(
  deployment: Deployment,
  present: Readonly<Record<string, string>>,
  revision: number,
): Record<string, string> {
  const handedOn = Object.entries(deployment.metadata.annotations ?? {}).filter(
    ([key]) => !KEPT_BACK.has(key),
  );
  const annotations = { ...present, ...Object.fromEntries(handedOn) };
  const oldRevision = annotations[REVISION];
  if ((wholeNumber(oldRevision) ?? 0) >= revision) return annotations;
  annotations[REVISION] = String(revision);
  if (oldRevision === undefined) return annotations;
  const history = (annotations[REVISION_HISTORY] ?? '').split(',').filter((item) => item !== '');
  history.push(oldRevision);
  while (history.join(',').length > MAX_HISTORY_CHARACTERS) history.shift();
  annotations[REVISION_HISTORY] = history.join(',');
  return annotations;
}
