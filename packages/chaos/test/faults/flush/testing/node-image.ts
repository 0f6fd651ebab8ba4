import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appCommand } from '../../../../../../scripts/testing/app-command.ts';
import type { NodeInNamespace } from './node-in-namespace.ts';

/** The image whose programs act on a node that is a network namespace. */
export const NODE_IMAGE = 'in-namespace';

/** What a local cluster knows such images by. */
type Images = Readonly<Record<string, { command: readonly string[]; env: Readonly<Record<string, string>> }>>;

/**
 * Writes programs into a folder that enter the namespace which their pod would be in, never this machine's own: that of the node, and
 * for a rehearsal the other one. Gives the images of a local cluster that runs them.
 */
export function nodeImages(folder: string, node: NodeInNamespace, other: NodeInNamespace): Images {
  for (const name of ['chaos-agent', 'pod-chaos'] as const) {
    const words = appCommand(name).map((word) => `'${word}'`);
    const lines = [
      '#!/bin/sh',
      `case "$POD_CHAOS_SPEC" in *'"rehearsal"'*) NAME=${other.name} ;; *) NAME=${node.name} ;; esac`,
      `export POD_CHAOS_NODE_FOLDER='${node.folder}'`,
      `exec ip netns exec $NAME ${words.join(' ')} "$@"`,
    ];
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { [NODE_IMAGE]: { command: ['true'], env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` } } };
}
