import { SimulatorError } from '../errors.ts';
import type { Sample } from '../ensembles/sample.ts';
import type { Recording } from './recording.ts';

const COLUMNS = ['seconds', 'pods', 'ready', 'running', 'waiting', 'restarts', 'most restarts'] as const;

/** The most lines of a recording: a week of one a second. */
export const MAX_SAMPLES: number = 700_000;

/**
 * Reads a recording: a line a sample, of seven numbers with spaces between them, as in `0.0 50 50 50 0 0 0`: seconds, pods, ready,
 * running, in CrashLoopBackOff, restarts in total, most restarts of one pod. Lines that begin with `#` and empty ones are left out.
 * @throws {SimulatorError} SIMULATOR_RECORDING, naming the line, what is expected there and what is.
 */
export function parseRecording(text: string): Recording {
  const samples: Sample[] = [];
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    const words = line.trim();
    if (words === '' || words.startsWith('#')) continue;
    const sample = readLine(words, number);
    const last = samples.at(-1);
    if (last !== undefined && sample.atMs <= last.atMs) {
      throw broken(number, `a time after ${last.atMs / 1_000} s`, `${sample.atMs / 1_000} s`);
    }
    if (samples.length === MAX_SAMPLES) throw broken(number, `at most ${MAX_SAMPLES} samples`, 'more');
    samples.push(sample);
  }
  if (samples.length < 2) throw broken(number, 'two samples or more', String(samples.length));
  return samples;
}

function readLine(line: string, number: number): Sample {
  const words = line.split(/\s+/);
  if (words.length !== COLUMNS.length) {
    throw broken(number, `${COLUMNS.length} numbers (${COLUMNS.join(', ')})`, JSON.stringify(line));
  }
  const values = words.map((word, column) => {
    const pattern = column === 0 ? /^\d+(\.\d+)?$/ : /^\d+$/;
    if (!pattern.test(word)) throw broken(number, `a number as ${COLUMNS[column]}`, JSON.stringify(word));
    return Number(word);
  });
  const [seconds = 0, pods = 0, ready = 0, running = 0, waiting = 0, restarts = 0, mostRestarts = 0] = values;
  return { atMs: Math.round(seconds * 1_000), pods, ready, running, waiting, restarts, mostRestarts };
}

function broken(line: number, expected: string, got: string): SimulatorError {
  return new SimulatorError(
    'SIMULATOR_RECORDING',
    `line ${line} of the recording expects ${expected}, got ${got}`,
  );
}
