import { frenzyOf, ONE_SNEEZE, type Outbreak } from '../../engine/outbreak.ts';
import { SimulatorError } from '../../errors.ts';
import { MAX_OUTSIDE_SNEEZES } from '../limits.ts';
import { isPodder, readPodder } from './podder-container.ts';
import type { KubeObject } from './kube-object.ts';

/** Says whether an object is patient zero: a Pod that falls ill and ends by itself. */
export function isStarter({ kind, root }: KubeObject): boolean {
  return (
    kind === 'Pod' &&
    root.at('spec', 'restartPolicy').text('Always') === 'Never' &&
    root.at('spec', 'containers').list().some(isPodder)
  );
}

/** What a starter comes to: its sneezes, and until when it is behind the Service as well, in ms; undefined where there is none. */
export type StarterSettings = Readonly<{ outbreak: Outbreak; starterUntilMs: number | undefined }>;

/**
 * The outbreak that a starter is: a sneeze when its frenzy begins, then one each interval until it ends. `sneezeIntervalMs` takes the
 * place of what its manifest says.
 * @throws {SimulatorError} SIMULATOR_MANIFEST where there are two starters, or more sneezes than are simulated.
 */
export function readOutbreak(
  starters: readonly KubeObject[],
  sneezeIntervalMs: number | undefined,
  isBehindService: (starter: KubeObject) => boolean,
): StarterSettings {
  const [starter, another] = starters;
  if (starter === undefined) return { outbreak: ONE_SNEEZE, starterUntilMs: undefined };
  if (another !== undefined) {
    throw new SimulatorError(
      'SIMULATOR_MANIFEST',
      `objects: expected one starter at most, got ${starter.title} and ${another.title}`,
    );
  }
  const containers = starter.root.at('spec', 'containers');
  const times = readPodder(containers.list().find(isPodder)!);
  const intervalMs = sneezeIntervalMs ?? times.sneezeIntervalMs;
  const outbreak = frenzyOf(times.frenzyDurationMs, intervalMs);
  if (outbreak.sneezes <= MAX_OUTSIDE_SNEEZES) {
    return {
      outbreak,
      starterUntilMs: isBehindService(starter) ? times.frenzyDurationMs : undefined,
    };
  }
  throw containers.wrong(`a frenzy of at most ${MAX_OUTSIDE_SNEEZES} sneezes`, outbreak.sneezes);
}
