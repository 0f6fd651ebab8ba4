/** Restarts a second of each podder of an endless contagion: docs/local-cluster.md. */
export const RATE = 0.062;
