import type { Image } from '../images/image.ts';
import { ContainerConfigError } from './config-error.ts';
import { makeCommand } from './command.ts';
import type { KubeletContext } from './context.ts';
import { makeEnvironment } from './environment.ts';
import type { PodState } from './pod-state.ts';
import { pathTranslation } from '../runtime/mounts.ts';
import type { ContainerSpec } from '../runtime/runtime-types.ts';
import { linkedServices, serviceVariables } from './service-variables.ts';
import type { Slot } from './slot.ts';
import { targetVariable } from './target-process.ts';
import { portVariables, translate, translateAll } from './translation.ts';
import { makeMounts } from './volume-mounts.ts';

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
    emptyDirs,
  }: Pick<KubeletContext, 'registry' | 'services' | 'nodeIp' | 'allocatable' | 'emptyDirs'>,
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
  const mounts = makeMounts(emptyDirs, pod, slot.spec, variables);
  const toldPath = pathTranslation(mounts);
  // Only then the variables: what is put together of one and a port has to be seen as a whole.
  const command = makeCommand(slot.spec, image, variables, toldPath).map((part) => translate(part, address));
  for (const [variable, value] of variables) {
    // A path that the image names is one of this machine.
    if (image.env?.[variable] !== value) variables.set(variable, toldPath(value));
  }
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
    workingDir: slot.spec.workingDir && toldPath(slot.spec.workingDir),
    mounts,
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
