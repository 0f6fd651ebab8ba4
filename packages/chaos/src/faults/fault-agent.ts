import type { FaultSpec } from './fault-spec.ts';
import type { AgentProgram } from './programs.ts';
import type { RequestCounts } from './requests/counts.ts';
import type { ToxicCounts } from './toxics/counts.ts';

/** How a command ended. */
export type CommandResult = Readonly<{ exitCode: number; stdout: string; stderr: string }>;

/** What an agent's part may use of the machine; all of it is passed in, so that tests can stop at any step. */
export type AgentContext = Readonly<{
  run: string;
  /** Runs a program without a shell, with a limit of time; never throws for an exit code. `input` is what it reads. */
  command: (program: AgentProgram, args: readonly string[], input?: string) => Promise<CommandResult>;
  /** All addresses of a name, both families, as this pod resolves it. */
  resolve: (host: string) => Promise<readonly string[]>;
  readFile: (path: string) => Promise<string>;
  /** Where a symbolic link leads. */
  readLink: (path: string) => Promise<string>;
  signal: (pid: number, signal: NodeJS.Signals) => void;
  env: Readonly<Record<string, string | undefined>>;
  /**
   * When the fault is to be over, in ms since 1970 by the node's clock. It is read when a step is applied: where the
   * kernel can end a rule by itself, it does so some time after this, even if the agent is killed.
   */
  deadlineMs?: number;
  /** Whether the agent is to end: nothing is waited for any more. */
  isEnding?: () => boolean;
  /** The node itself, where the agent's pod was made for that. */
  node?: NodeAccess;
}>;

/** A folder of the node that outlives the agent's pod, and what else takes time there. */
export type NodeAccess = Readonly<{
  /** Names of the files in it; none where it is not there. */
  list: () => Promise<readonly string[]>;
  read: (name: string) => Promise<string>;
  /** Writes a file whole or not at all, and returns once it is on its way to the disk. */
  write: (name: string, text: string) => Promise<void>;
  /** Removes a file, if it is there. */
  remove: (name: string) => Promise<void>;
  /** What a URL of the node answers with status 200; rejects otherwise, at the latest after a second. */
  ask: (url: string) => Promise<string>;
  pause: (ms: number) => Promise<void>;
  /** A clock that nobody sets; only differences mean something. */
  monotonicMs: () => number;
}>;

/** One thing that is done to a pod and can be undone. */
export type FaultStep = Readonly<{
  /** What it puts there, for the proof: `qdisc 5ca0: on eth0`. */
  what: string;
  apply: () => Promise<void>;
  /** Undoes it whether it was done, half done or not done; throws where it could not. */
  undo: () => Promise<void>;
  /** Reads back whether it is there; the proof is that it is not. Throws where it can't be read. */
  isThere: () => Promise<boolean>;
  /** Others are expected to undo it while it lasts: it does not end for that. */
  mayVanish?: boolean;
}>;

/** Rules of a node that somebody else has put back while they were flushed. */
export type Returned = Readonly<{
  table: string;
  /** `IPv4`, `IPv6, legacy`. */
  where: string;
  /** Whose they are, by their names: `kube-proxy`. */
  by: string;
  chains: number;
  rules: number;
  /** When that was seen, in ms since the flush. */
  afterMs: number;
  /** Whether nothing of theirs is missing in this table now. */
  isAll: boolean;
}>;

/** What is known of rules that were flushed. */
export type FlushStudy = Readonly<{
  returned: readonly Returned[];
  /** What had not come back when it was looked last. */
  missing: Readonly<{ chains: number; rules: number }>;
  /** What was put back at the end. */
  restored?: Readonly<{ chains: number; rules: number }>;
}>;

/** How much a fault has really done: counted by the kernel where it can. */
export type Effect = Readonly<{
  /** Packets, signals, requests or connections; of what has a level, cores or bytes, and 0 where the level was not reached. */
  hits: number;
  unit: 'packets' | 'signals' | 'requests' | 'connections' | 'cores' | 'bytes' | 'chains and rules';
  /** What was asked for and what was measured, of faults that have a level and no count. */
  level?: Readonly<{
    asked: number;
    reached: number;
    unit: 'percent of each core' | "percent of the pod's limit" | 'bytes';
  }>;
  /** What kept it from more, or ended it. */
  note?: string;
  bytes?: number;
  dropped?: number;
  /** Packets of excepted peers, the node among them; left out where nobody counts them. */
  letThrough?: number;
  /** Packets of connections that were open before which were answered by a reset: one for most of them. */
  resets?: number;
  /** What became of requests; `hits` counts each of them once. */
  requests?: RequestCounts;
  /** What became of connections with toxics. */
  toxics?: ToxicCounts;
  flush?: FlushStudy;
}>;

/** A fault that is ready to be set up; nothing has been touched yet. */
export type FaultPlan = Readonly<{
  steps: readonly FaultStep[];
  /** Asked while it lasts, and once more after its end. */
  effect: () => Promise<Effect>;
  /** Settles where the fault has ended by itself, and has to be undone: its guard let go, or it failed. */
  letGo?: Promise<LetGo>;
  /** Looks again and again, for as long as it lasts, what others put back meanwhile. */
  watch?: Readonly<{ look: () => Promise<readonly Returned[]>; pauseMs: () => number }>;
}>;

/** Why a fault has ended by itself: the error, or none where its guard let go. */
export type LetGo = Readonly<{ error?: unknown }>;

/** Something of ours that is still in the pod, whoever put it there. */
export type Leftover = Readonly<{
  what: string;
  run: string | undefined;
  step: FaultStep;
  /** It does nothing and is in nobody's way. */
  harmless?: boolean;
}>;

/** The agent's part of one kind of fault. */
export type FaultAgent<S extends FaultSpec = FaultSpec> = Readonly<{
  kind: S['kind'];
  /**
   * It happens at once and leaves nothing: it has no duration, nothing is read back or undone, and it needs no lock.
   * Of the others there is one at a time in a pod.
   */
  momentary?: boolean;
  /** It is a fault of a node and not of a pod: whoever ends those of a pod looks for none of it, and the other way round. */
  ofNode?: boolean;
  /** How long it may take to plan, in ms; default `PLAN_LIMIT_MS`. */
  planLimitMs?: number;
  /**
   * Looks at the pod and plans. Throws ChaosError CHAOS_NO_NETEM, CHAOS_CONFLICT or CHAOS_SET_UP where it can't be
   * done; it changes nothing.
   */
  plan: (spec: S, context: AgentContext) => Promise<FaultPlan>;
  /** Everything of this kind that is in the pod. */
  leftovers: (context: AgentContext) => Promise<readonly Leftover[]>;
}>;
