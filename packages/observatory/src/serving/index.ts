export type { Feed, FeedDetails, FeedListener, RecordingFile } from './feed.ts';
export { openSyntheticFeed } from './synthetic-feed.ts';
export { createObservatoryApp, type AppOptions } from './server/app.ts';
export { openObservatoryServer, type ObservatoryServer, type ServerOptions } from './server/open-server.ts';
export { findPageFolder, readPageFiles, type PageFiles } from './server/page-files.ts';
export type { Game, GameAnswer, GameRules } from './game.ts';
