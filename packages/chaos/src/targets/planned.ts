import { countReasons } from './select.ts';
import type { Selection, Target } from './target.ts';

/** Who would be hit, for a dry run: nothing but what a reader needs. */
export type Planned = Readonly<{
  wouldHit: readonly Pick<Target, 'namespace' | 'name' | 'uid' | 'node' | 'ready' | 'owner'>[];
  qualifying: number;
  /** How many were passed over for each reason, the most frequent first. */
  passedOver: readonly Readonly<{ why: string; pods: number }>[];
  /** Pods that are hit only because they are named outright. */
  lifted: Selection['lifted'];
  /** The seed that repeats this choice. */
  seed: string;
}>;

/** Says of a selection who would be hit, without the pods' whole objects. */
export function planned({ chosen, qualifying, passedOver, lifted, seed }: Selection): Planned {
  return {
    wouldHit: chosen.map(({ namespace, name, uid, node, ready, owner }) => ({
      namespace,
      name,
      uid,
      node,
      ready,
      owner,
    })),
    qualifying,
    passedOver: countReasons(passedOver),
    lifted,
    seed,
  };
}
