import type { Game, GameAnswer } from '../serving/game.ts';

const REFUSED: GameAnswer = {
  status: 403,
  body: { message: 'expected a cluster to play on, got none: practise on the simulator' },
};

/** The game of a server that watches no cluster: a page plays it on its own simulator, and nothing can be ordered. No token opens it. */
export const PRACTICE_ONLY: Game = {
  token: '',
  rules: () => ({ namespace: '', selector: '', shotsPerMinute: 0, maxShots: 0, isOpen: false, shots: 0 }),
  begin: async () => REFUSED,
  shoot: async () => REFUSED,
  end: async () => REFUSED,
};
