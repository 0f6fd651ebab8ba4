import type { AgentReport } from './lines.ts';

/** What is asked of the holder of a lock: who it is, or to end a run (any where null) and to answer with its proof. */
export type LockQuestion = Readonly<{ who: true }> | Readonly<{ end: string | null }>;

/** The holder's run, where it does not end; else its report, once it has one. */
export type LockAnswer = Readonly<{ run: string }> | Readonly<{ report: AgentReport }>;

/** A lock that is held until it is released or the process is gone, however it goes. */
export type HeldLock = Readonly<{
  /** Lets the last answers leave and frees it. Never rejects. */
  release: () => Promise<void>;
}>;

/** Locks that all agents of a pod share, and nothing else does: one holder for each name. */
export type AgentLock = Readonly<{
  /** Takes it and answers questions from then on; undefined where somebody holds it. */
  take: (
    name: string,
    answer: (question: LockQuestion) => Promise<LockAnswer>,
  ) => Promise<HeldLock | undefined>;
  /**
   * Asks the holder; undefined where there is none, or none any more.
   * @throws {ChaosError} CHAOS_TIMEOUT where it does not answer in time, CHAOS_CONFLICT where what it says is no answer
   */
  ask: (name: string, question: LockQuestion, limitMs: number) => Promise<LockAnswer | undefined>;
}>;
