import { readArguments } from './arguments.ts';
import type { JsonField } from './json-field.ts';
import { readVariables } from './variables.ts';

/** What does not infect a podder, as packages/podder/src/settings.ts has it; a test compares them. */
export const IMMUNITIES = ['none', 'learned', 'all'] as const;

/**
 * What does not infect a podder, as its container says.
 * @throws {SimulatorError} SIMULATOR_MANIFEST for what the podder would refuse, or where that stands elsewhere
 */
export function readImmunity(container: JsonField): (typeof IMMUNITIES)[number] {
  const variables = readVariables(container);
  const flags = readArguments(container, variables.expand);
  const found = flags.get('immunity') ?? variables.find('PODDER_IMMUNITY');
  if (found === undefined) return 'none';
  const immunity = IMMUNITIES.find((each) => each === found.text);
  if (immunity === undefined)
    throw found.field.wrong(`${IMMUNITIES.join(' or ')} for ${found.name}`, found.text);
  const lives = flags.get('lives') ?? variables.find('PODDER_LIVES');
  if (immunity === 'learned' && lives === undefined) throw found.field.wrong('-lives beside it', 'none');
  return immunity;
}
