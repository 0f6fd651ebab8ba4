import { SimulatorError } from '../../errors.ts';
import type { JsonField } from './json-field.ts';
import type { KubeObject } from './kube-object.ts';

/** The name that makes the variables by which podders find each other; they look for no other. */
const PODDER_SERVICE = 'podder';

/** Says whether a Service of the podders sends connections to a Pod too. */
export type IsBehindService = (pod: KubeObject) => boolean;

/**
 * Checks that podders reach each other by their Service as they are simulated to: each connection goes to any ready one, by chance.
 * Gives whom else it would choose.
 * @throws {SimulatorError} SIMULATOR_MANIFEST where there is no such Service, it does not choose them, or it sends connections another way.
 */
export function checkService(
  objects: readonly KubeObject[],
  podders: KubeObject,
  template: JsonField,
): IsBehindService {
  const service = objects.find(
    ({ kind, name, namespace }) =>
      kind === 'Service' && name === PODDER_SERVICE && namespace === podders.namespace,
  );
  if (service === undefined) {
    throw new SimulatorError(
      'SIMULATOR_MANIFEST',
      `objects: expected a Service named ${PODDER_SERVICE} in the namespace of ${podders.title}, got none`,
    );
  }
  const spec = service.root.field('spec');
  const selector = spec.field('selector').texts();
  const labels = template.at('metadata', 'labels').texts();
  const chooses = (found: ReadonlyMap<string, string>): boolean =>
    [...selector].every(([name, value]) => found.get(name) === value);
  if (selector.size === 0 || !chooses(labels)) {
    throw spec.field('selector').wrong(`one that chooses the pods of ${podders.title}`);
  }
  if (spec.field('type').text('ClusterIP') === 'ExternalName') {
    throw spec.field('type').wrong('a Service with endpoints');
  }
  if (spec.field('sessionAffinity').text('None') !== 'None') {
    throw spec.field('sessionAffinity').wrong('None, as each sneeze goes to any podder');
  }
  const all = spec.field('publishNotReadyAddresses');
  if (all.value === true) throw all.wrong('false, as a podder that is not ready is met by nobody');
  return ({ namespace, root }) =>
    namespace === podders.namespace && chooses(root.at('metadata', 'labels').texts());
}
