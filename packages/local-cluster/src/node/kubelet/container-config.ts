import type { Image } from '../images/image.ts';
import { ContainerConfigError } from './config-error.ts';
import { makeCommand } from './command.ts';
import type { KubeletContext } from './context.ts';
import { makeEnvironment } from './environment.ts';
import type { PodState } from './pod-state.ts';
import type { ContainerSpec } from '../runtime/runtime-types.ts';
import { linkedServices, serviceVariables } from './service-variables.ts';
import type { Slot } from './slot.ts';
import { targetVariable } from './target-process.ts';
import { portVariables, translate, translateAll } from './translation.ts';

/**
 * All that the runtime has to know to start a container, resolved: Services and ConfigMaps as they are now.
 *
 * Source: pkg/kubelet/kubelet_pods.go (`GenerateRunContainerOptions`).
 * @throws {ContainerConfigError} for what cannot be resolved.
 */
export function makeContainerSpec(
  {
    registry,
    services,
    nodeIp,
    allocatable,
  }: Pick<KubeletContext, 'registry' | 'services' | 'nodeIp' | 'allocatable'>,
  state: PodState,
  slot: Pick<Slot, 'name' | 'kind' | 'spec'>,
  image: Image,
  attempt: number,
): ContainerSpec {
  const { pod, namespace, name, uid, address } = state;
  const linked = linkedServices(registry.list('services'), namespace, pod.spec?.enableServiceLinks ?? true);
  const variables = makeEnvironment(slot.spec, {
    pod,
    place: { podIp: address?.ip ?? '', hostIp: nodeIp },
    image: image.env ?? {},
    services: serviceVariables(linked, services.of),
    findConfigMap: (configMap) => registry.find('configmaps', namespace, configMap),
    allocatable,
  });
  // Only then the variables: what is put together of one and a port has to be seen as a whole.
  const command = makeCommand(slot.spec, image, variables).map((part) => translate(part, address));
  translateAll(variables, address);
  if (command.length === 0) throw new ContainerConfigError('no command specified');
  return {
    namespace,
    podName: name,
    podUid: uid,
    name: slot.name,
    attempt,
    command,
    env: {
      ...portVariables(address),
      ...Object.fromEntries(variables),
      ...targetVariable(state, slot),
    },
    workingDir: slot.spec.workingDir,
    networkNamespace: address?.networkNamespace,
    capabilities: capabilitiesOf(slot),
    stdin: slot.spec.stdin,
    stdinOnce: slot.spec.stdinOnce,
    tty: slot.spec.tty,
  };
}

/**
 * What an ephemeral container that drops all capabilities gets of them. For the others it is left out: it takes a program
 * more at each start, and podders start often.
 */
function capabilitiesOf({ kind, spec }: Pick<Slot, 'kind' | 'spec'>): readonly string[] | undefined {
  const { add = [], drop = [] } = spec.securityContext?.capabilities ?? {};
  return kind === 'ephemeral' && drop.includes('ALL') ? add : undefined;
}
