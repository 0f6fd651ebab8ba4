import { ManifestError } from './errors.ts';
import { containersOf, type KubeObject, type ManifestContainer } from './reading/objects.ts';

/** What the command line changes in manifests on their way to the cluster; undefined leaves what is there. */
export type ManifestSettings = Readonly<{
  replicas: number | undefined;
  symptomDelayMs: number | undefined;
  healthDelayMs: number | undefined;
  sneezeIntervalMs: number | undefined;
}>;

/** How a podder takes each setting, as its variable and its flag; the flag wins where a manifest has both. */
export const PODDER_VARIABLES = {
  symptomDelayMs: { variable: 'PODDER_SYMPTOM_DELAY_MS', flag: 'symptomDelay', option: '--symptom-delay' },
  healthDelayMs: { variable: 'PODDER_HEALTH_DELAY_MS', flag: 'healthDelay', option: '--health-delay' },
  sneezeIntervalMs: {
    variable: 'PODDER_SNEEZE_INTERVAL_MS',
    flag: 'sneezeInterval',
    option: '--sneeze-interval',
  },
} as const;

const PODDER_IMAGE = /(^|\/)pod-contagion([:@]|$)/;

/** Says whether a container is a podder: by its image, or by a variable that only podders have. */
export function isPodder({ image = '', env = [] }: ManifestContainer): boolean {
  return PODDER_IMAGE.test(image) || env.some(({ name }) => name.startsWith('PODDER_'));
}

/** Says whether an object is patient zero: a Pod that falls ill and ends by itself. */
export function isStarter(object: KubeObject): boolean {
  const { restartPolicy } = (object['spec'] ?? {}) as { restartPolicy?: string };
  return object.kind === 'Pod' && restartPolicy === 'Never' && containersOf(object).some(isPodder);
}

/**
 * The objects with these settings; those given are not changed.
 * @throws {ManifestError} MANIFEST_SETTING where a setting has nothing to change.
 */
export function withSettings(
  objects: readonly KubeObject[],
  settings: ManifestSettings,
): readonly KubeObject[] {
  const changed = structuredClone(objects) as KubeObject[];
  if (settings.replicas !== undefined) {
    const scaled = changed.filter(
      (object) => ['Deployment', 'ReplicaSet'].includes(object.kind) && containersOf(object).some(isPodder),
    );
    if (scaled.length === 0)
      throw new ManifestError(
        'MANIFEST_SETTING',
        '--replicas expects a Deployment of podders to change, got none',
      );
    for (const object of scaled) {
      object['spec'] = { ...(object['spec'] as object), replicas: settings.replicas };
    }
  }
  const podders = changed.flatMap(containersOf).filter(isPodder);
  for (const [name, { variable, flag, option }] of Object.entries(PODDER_VARIABLES)) {
    const valueMs = settings[name as keyof typeof PODDER_VARIABLES];
    if (valueMs === undefined) continue;
    if (podders.length === 0)
      throw new ManifestError('MANIFEST_SETTING', `${option} expects podders to change, got none`);
    for (const podder of podders) set(podder, variable, flag, String(valueMs));
  }
  return changed;
}

function set(podder: ManifestContainer, variable: string, flag: string, value: string): void {
  const env = podder.env ?? [];
  const known = env.some(({ name }) => name === variable);
  podder.env = known
    ? env.map((each) => (each.name === variable ? { name: variable, value } : each))
    : [...env, { name: variable, value }];
  // As flags win, one that is there would undo the variable.
  podder.args?.forEach((argument, index, args) => {
    const [, name, assigned] = /^--?([A-Za-z]+)(=.*)?$/s.exec(argument) ?? [];
    if (name !== flag) return;
    if (assigned !== undefined) args[index] = `-${flag}=${value}`;
    else if (index + 1 < args.length) args[index + 1] = value;
  });
}
