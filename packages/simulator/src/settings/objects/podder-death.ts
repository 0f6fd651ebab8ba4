import type { SimulationSettings } from '../settings.ts';
import { readArguments } from './arguments.ts';
import type { JsonField } from './json-field.ts';
import { readVariables } from './variables.ts';

/** What a podder ends with that ends itself, as packages/podder/src/limits.ts has it; a test compares them. */
export const SELF_ENDED_EXIT_CODE = 3;

const DEATHS = ['probes', 'exit'];

/** How podders end, and whether a rule of their container then restarts all of the pod. */
type PodderDeath = Pick<SimulationSettings, 'death' | 'restartAllContainers'>;

/**
 * How a podder ends as its container says: killed for its probes, or by itself; then a rule for its exit code may restart all containers.
 * @throws {SimulatorError} SIMULATOR_MANIFEST for a value that the podder would refuse, or that stands elsewhere
 */
export function readDeath(container: JsonField): PodderDeath {
  const variables = readVariables(container);
  const found = readArguments(container, variables.expand).get('death') ?? variables.find('PODDER_DEATH');
  if (found !== undefined && !DEATHS.includes(found.text)) {
    throw found.field.wrong(`${DEATHS.join(' or ')} for ${found.name}`, found.text);
  }
  if (found?.text !== 'exit') return {};
  return { death: 'exit', ...(restartsAll(container) ? { restartAllContainers: true } : {}) };
}

/** Whether it is all of the pod that the first rule for that exit code restarts: the kubelet asks no other. */
function restartsAll(container: JsonField): boolean {
  const first = container
    .field('restartPolicyRules')
    .list()
    .find((rule) => {
      const codes = rule.field('exitCodes');
      const isNamed = codes
        .field('values')
        .list()
        .some(({ value }) => value === SELF_ENDED_EXIT_CODE);
      const isIn = codes.field('operator').text('In') === 'In';
      return isNamed === isIn;
    });
  return first?.field('action').text('') === 'RestartAllContainers';
}
