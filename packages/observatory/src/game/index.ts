export { openGame, type GameOptions } from './open-game.ts';
export { PRACTICE_ONLY } from './practice-only.ts';
