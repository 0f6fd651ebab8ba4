import type { Pool } from '../machinery/pool.ts';
import { configMapKind } from './config-map.ts';
import { deploymentKind } from './deployment.ts';
import { endpointSliceKind } from './endpoint-slice.ts';
import { endpointsKind } from './endpoints.ts';
import { eventKind } from './event.ts';
import type { Kind } from '../registry/kind.ts';
import { namespaceKind } from './namespace.ts';
import { nodeKind } from './node.ts';
import { podKind } from './pod/index.ts';
import { replicaSetKind } from './replica-set.ts';
import { serviceAccountKind } from './service-account.ts';
import { createServiceKind } from './service/index.ts';

export { validateMetadata, validateMetadataUpdate } from '../registry/metadata.ts';
export { validateEphemeralContainersUpdate } from './pod/ephemeral.ts';

/** What Services are given. */
export type KindOptions = Readonly<{ serviceAddresses: Pool<string>; nodePorts: Pool<number> }>;

/** The kinds that are served; a further kind is one more line. */
export function createKinds({ serviceAddresses, nodePorts }: KindOptions): readonly Kind[] {
  return [
    namespaceKind,
    nodeKind,
    podKind,
    createServiceKind(serviceAddresses, nodePorts),
    endpointsKind,
    endpointSliceKind,
    eventKind,
    configMapKind,
    serviceAccountKind,
    deploymentKind,
    replicaSetKind,
  ];
}
