export { openGame, type GameOptions } from './open-game.ts';
