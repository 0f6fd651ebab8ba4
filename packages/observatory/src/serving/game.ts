import type { GameRules } from '../protocol/game-rules.ts';

/** What came of something that a player asked for: the status of HTTP, and what is told as JSON. */
export type GameAnswer = Readonly<{
  status: 200 | 403 | 404 | 409 | 429 | 502;
  body: Readonly<{ message: string; [field: string]: unknown }>;
  /** Only with 429. */
  retryAfterSeconds?: number;
}>;

/** A game on a cluster, for one who has its token: the only thing by which a page can change anything. */
export type Game = Readonly<{
  /** Whoever plays says it; it is in the address that the command prints, behind a `#`, which no browser sends. */
  token: string;
  rules: () => GameRules;
  /** Opens it, once the name of the namespace was typed, and where all that it takes is allowed. */
  begin: (namespace: string) => Promise<GameAnswer>;
  /** Evicts one pod, that very one. */
  shoot: (pod: Readonly<{ name: string; uid: string }>) => Promise<GameAnswer>;
  /** Ends everything: no shot is begun after it. */
  end: () => Promise<GameAnswer>;
}>;
