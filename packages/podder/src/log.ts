import { pino, type DestinationStream, type Logger } from 'pino';

/** The levels a podder logs at, most severe first. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/** One of `LOG_LEVELS`. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A logger whose lines are JSON objects with an ISO time, the level by name, the pod and an `event`. */
export type PodderLog = Logger;

/**
 * Makes a log that knows nothing of its process yet, so that it can be made before there is one. Lines are written
 * at once, not buffered: a podder logs a handful in its life, and the last one has to be out before it ends.
 */
export function createLog(destination?: DestinationStream): PodderLog {
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // By number: asking for the number of process.stdout would make Node.js build a stream for it.
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

/** Tells a log which pod it belongs to and the least severe level to write. */
export function nameLog(log: PodderLog, pod: string, level: LogLevel): PodderLog {
  log.setBindings({ pod });
  log.level = level;
  return log;
}
