import type { FaultSpec } from '../faults/fault-spec.ts';

/** The variable of the ephemeral container that holds its order as JSON. */
export const AGENT_SPEC_VARIABLE = 'POD_CHAOS_SPEC';

/** The variable that names the folder of the node in the agent's container, for faults of nodes. */
export const NODE_FOLDER_VARIABLE = 'POD_CHAOS_NODE_FOLDER';

/** Ephemeral containers of the toolkit are called this and the id of their run, so that anyone sees what they are. */
export const AGENT_CONTAINER_PREFIX = 'pod-chaos-';

/** The command of the agent in its image. */
export const AGENT_COMMAND = 'chaos-agent';

/** What an agent is told to do: break, look only, or end what others have left. */
export type AgentOrder = 'fault' | 'check' | 'end';

/** The whole order of one agent; it needs to be told nothing more, ever. */
export type AgentSpec = Readonly<{
  version: 1;
  order: AgentOrder;
  /** Id of the run: 8 characters a-z and 0-9. All agents of one run share it. */
  run: string;
  /** For `fault` and `check`. */
  fault?: FaultSpec;
  /** For `fault`: how long it lasts from the moment it is in place, in ms by the monotonic clock. At most 24 h. */
  durationMs?: number;
  /**
   * For `fault`: the agent does not begin after this, in ms since 1970 by the node's clock; an agent whose image was
   * pulled for minutes must not strike when nobody expects it any more.
   */
  beginBeforeMs?: number;
  /** For `end`: the run to end; every run where it is left out. */
  target?: string;
  /** For `end`: which kinds of faults, so that it needs the rights for no others; all where it is left out. */
  kinds?: readonly FaultSpec['kind'][];
}>;

/** The variable that holds the UID of the pod, by the downward API: pods that share a network have locks of their own by it. */
export const POD_UID_VARIABLE = 'POD_UID';
