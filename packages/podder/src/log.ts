import { pino, type DestinationStream, type Logger } from 'pino';

/** The levels a podder logs at, most severe first. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/** One of `LOG_LEVELS`. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A logger whose lines are JSON objects with an ISO time, the level by name, the pod and an `event`. */
export type PodderLog = Logger;

/**
 * Makes the log of one pod. Lines are written at once, not buffered: a podder logs a handful in its life, and
 * the last one has to be out before it ends.
 */
export function createLog(pod: string, level: LogLevel, destination?: DestinationStream): PodderLog {
  return pino(
    {
      level,
      base: { pod },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
