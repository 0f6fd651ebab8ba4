/** What a game is, for whoever looks at the page; nothing of it lets anybody play. */
export type GameRules = Readonly<{
  namespace: string;
  selector: string;
  /** Most shots in a minute, and in all. */
  shotsPerMinute: number;
  maxShots: number;
  isOpen: boolean;
  shots: number;
}>;
