import { MAX_MACHINE_MS, MAX_SNEEZE_BREAKER } from '../limits.ts';
import type { SimulationSettings } from '../settings.ts';
import { readArguments } from './arguments.ts';
import type { JsonField } from './json-field.ts';
import { readVariables } from './variables.ts';

/** What a podder does so as not to make things worse. */
type Restraint = Pick<SimulationSettings, 'startJitterMs' | 'sneezeBreaker'>;

/** A setting of a podder, as packages/podder/src/settings.ts has it, which a test compares; and the most that is simulated. */
type Setting = Readonly<{ flag: string; variable: string; most: number }>;

/** Each by its name here. */
export const RESTRAINTS: Readonly<Record<keyof Restraint, Setting>> = {
  startJitterMs: { flag: 'startJitter', variable: 'PODDER_START_JITTER_MS', most: MAX_MACHINE_MS },
  sneezeBreaker: { flag: 'sneezeBreaker', variable: 'PODDER_SNEEZE_BREAKER', most: MAX_SNEEZE_BREAKER },
};

/**
 * How a podder holds back, as its container says; what is 0 or not said is left out.
 * @throws {SimulatorError} SIMULATOR_MANIFEST for a value that the podder would refuse, that is beyond the grid, or that stands elsewhere
 */
export function readRestraint(container: JsonField): Restraint {
  const variables = readVariables(container);
  const flags = readArguments(container, variables.expand);
  const said = Object.entries(RESTRAINTS).flatMap(([name, { flag, variable, most }]) => {
    const found = flags.get(flag) ?? variables.find(variable);
    if (found === undefined) return [];
    const value = /^[0-9]{1,10}$/.test(found.text) ? Number(found.text) : NaN;
    if (value <= most) return value === 0 ? [] : [[name, value]];
    throw found.field.wrong(`a whole number from 0 to ${most} for ${found.name}`, found.text);
  });
  return Object.fromEntries(said) as Restraint;
}
