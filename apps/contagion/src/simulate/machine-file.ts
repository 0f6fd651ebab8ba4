import { readFile } from 'node:fs/promises';
import { describeError } from '@pod-contagion/errors';
import { createModel, PROFILES, type MachineTimes } from '@pod-contagion/simulator';
import { usageError } from '../errors.ts';

/** A machine that was found by a calibration. */
export type OwnMachine = Readonly<{ machine: MachineTimes; kubeletVersion: '1.36' | '1.20' }>;

const TIMES: readonly string[] = Object.keys(PROFILES.generic.machine);

/** Times that files of earlier calibrations don't have, as what they were then: none. */
const LATER = { reapMs: [0, 0], createMs: [0, 0], createsPerSecond: 0, scheduleMs: 0 } as const;

/**
 * Reads what `contagion calibrate --json` wrote: an object with `machine`, all of its times, and `kubeletVersion`.
 * @throws {ContagionError} CONTAGION_USAGE, naming the file, and what is expected of it and got
 */
export async function readMachineFile(path: string): Promise<OwnMachine> {
  const wrong = (expected: string, got: string): Error =>
    usageError(`${path}: expected ${expected}, got ${got}`);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw wrong('what contagion calibrate --json wrote', describeError(error));
  });
  const { machine, kubeletVersion } = fieldsOf(parse(text));
  const times = { ...LATER, ...fieldsOf(machine) };
  const missing = TIMES.find((name) => !Object.hasOwn(times, name));
  if (missing !== undefined)
    throw wrong(`what contagion calibrate --json wrote, with machine.${missing}`, 'none');
  const strange = Object.keys(times).find((name) => !TIMES.includes(name));
  if (strange !== undefined) throw wrong(`no other time of a machine than ${TIMES.join(', ')}`, strange);
  if (kubeletVersion !== '1.36' && kubeletVersion !== '1.20') {
    throw wrong('kubeletVersion "1.36" or "1.20"', JSON.stringify(kubeletVersion) ?? 'none');
  }
  const own = times as unknown as MachineTimes;
  try {
    // Each time by itself is checked where settings are; 0 is no startup probe, which a slow start would be too slow for.
    createModel({ pods: 1, startupPeriodMs: 0, ...own });
  } catch (error) {
    throw usageError(`${path}: machine.${describeError(error)}`);
  }
  return { machine: own, kubeletVersion };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
