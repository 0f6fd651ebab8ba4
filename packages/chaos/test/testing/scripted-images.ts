import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Image } from '@pod-contagion/local-cluster';
import type { Test } from 'tap';
import type { NetworkFaultSpec } from '../../src/faults/network/spec.ts';
import type { Target } from '../../src/targets/target.ts';
import { freshFolder } from './cluster.ts';

const PROGRAM = fileURLToPath(new URL('scripted-agent.mjs', import.meta.url));

/** What scripted agents do, by the name of their image: `scripted`, `scripted:dies`. */
const BEHAVIOURS = [
  'dies',
  'always-dies',
  'left',
  'always-left',
  'hangs',
  'misses',
  'refuses',
  'says-nothing',
  'falls',
  'uncounted',
  'last-words',
  'is-cut',
] as const;

/** Images of agents that misbehave, and the faults that a pod has, which are files. */
export type Scripted = Readonly<{ images: Record<string, Image>; faults: (target: Target) => string[] }>;

/** A fault for agents that do not look at it. */
export const ANY_FAULT: NetworkFaultSpec = {
  kind: 'network',
  interface: 'eth0',
  scope: { direction: 'both', peers: [], hosts: [], remotePorts: [], localPorts: [], except: [] },
  effect: { do: 'drop' },
};

/** Makes such images for one test. */
export function scriptedImages(t: Test): Scripted {
  const folder = freshFolder(t);
  const programs = join(folder, 'bin');
  const faults = join(folder, 'faults');
  for (const each of [programs, faults]) mkdirSync(each);
  writeFileSync(join(programs, 'chaos-agent'), `#!/bin/sh\nexec node "${PROGRAM}"\n`, { mode: 0o755 });
  const env = { PATH: `${programs}:${dirname(process.execPath)}:/usr/bin:/bin`, FAULTS: faults };
  const image = (BEHAVIOUR: string): Image => ({ command: ['true'], env: { ...env, BEHAVIOUR } });
  return {
    images: {
      scripted: image(''),
      ...Object.fromEntries(BEHAVIOURS.map((name) => [`scripted:${name}`, image(name)])),
    },
    faults: ({ pod }) => readdirSync(faults).filter((name) => name.startsWith(`${pod.status?.podIP}-`)),
  };
}
