import type { Kind } from '../../registry/kind.ts';
import { attach } from './attach.ts';
import { ephemeralContainers } from './ephemeral-containers.ts';
import { eviction } from './eviction.ts';
import { exec } from './exec.ts';
import { log } from './log.ts';
import { portForward } from './port-forward.ts';
import { podProxy, serviceProxy } from './proxy.ts';
import { scale } from './scale.ts';
import { status } from './status.ts';
import type { Subresource } from './subresource.ts';

/** All subresources; another is one more file and a line here. */
const SUBRESOURCES: readonly Subresource[] = [
  attach,
  ephemeralContainers,
  eviction,
  exec,
  log,
  podProxy,
  portForward,
  serviceProxy,
  scale,
  status,
];

/** The subresources of a kind, by name. */
export function subresourcesOf(kind: Kind): Subresource[] {
  return SUBRESOURCES.filter(({ isOf }) => isOf(kind)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
