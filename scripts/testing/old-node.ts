import { spawnSync } from 'node:child_process';
import type { Need } from './needs.ts';

/** Where systems put a Node.js that came before the project's. */
const PLACES = ['/usr/bin/node', '/usr/local/bin/node'];

/** A Node.js on this machine that is older than what the project asks for; undefined where there is none. */
export function oldNode(): string | undefined {
  return PLACES.find((path) =>
    /^v(?:1\d|20|21)\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? ''),
  );
}

/** For tests of what is said on one. */
export const OLD_NODE: Need = [
  'a Node.js before 22',
  () => (oldNode() === undefined ? `none at ${PLACES.join(' or ')}` : undefined),
];
