import type { ClusterOptions } from '@pod-contagion/local-cluster';
import type { UpFlags } from '../commands/up-flags.ts';
import { ContagionError, usageError } from '../errors.ts';
import { isStarter, nameOf, withSettings, type KubeObject } from '@pod-contagion/manifests';
import { loadAll } from '../kubernetes/load-all.ts';
import { inOrderOfCreation, knownKinds, resourceOf } from '../kubernetes/resources.ts';

type Labels = Readonly<Record<string, string>>;

/** The Service through which podders sneeze at each other; they look for no other name. */
export const PODDER_SERVICE = 'podder';

/** What podders are found by where no Service says it. */
const PODDER_LABELS: Labels = { app: 'podder' };

/** All that `contagion up` will do, checked before any of it is done. */
export type UpPlan = Readonly<{
  /** In the order in which they are to be created. */
  objects: readonly KubeObject[];
  /** Patients zero, which are created when the others are Ready. */
  starters: readonly KubeObject[];
  /** The Service to sneeze at, where there is one. */
  service: KubeObject | undefined;
  /** The pods that are shown. */
  observed: Readonly<{ namespace: string; labelSelector: string }>;
  /** How many of them have to be Ready. */
  wanted: number;
  /** Whether to sneeze when they are. */
  infect: boolean;
  durationMs: number | undefined;
  /** Whether to tell what the cluster warns of in the manifests; in the repository's own it is known. */
  tellsWarnings: boolean;
  cluster: ClusterOptions;
  /** The page that shows it; undefined where it is left out. */
  page: Readonly<{ opens: boolean; record: string | undefined }> | undefined;
}>;

const DEFAULT_NAMESPACE = 'default';

/**
 * Makes the plan: loads the manifests, changes them as asked, and checks that they fit each other and the cluster.
 * @throws {ContagionError} CONTAGION_USAGE, CONTAGION_MANIFEST
 * @throws {ManifestError} where the manifests can't be had, or have nothing that a setting could change
 */
export async function planUp(flags: UpFlags): Promise<UpPlan> {
  const maxBackoffMs = flags['max-restart-period'];
  if (maxBackoffMs !== undefined && flags['kubelet-version'] === '1.20') {
    throw usageError(
      '--max-restart-period expects --kubelet-version 1.36, which has such a setting, got 1.20',
    );
  }
  if (flags.empty && flags.file.length > 0) {
    throw usageError('--empty expects no --file beside it, got both');
  }
  const needsPage = (['open', 'record'] as const).find(
    (name) => flags[name] !== false && flags[name] !== undefined,
  );
  if (flags['no-page'] && needsPage !== undefined) {
    throw usageError(`--no-page expects no --${needsPage} beside it, got both`);
  }
  const loaded = flags.empty ? [] : await loadAll(flags.file);
  const all = inOrderOfCreation(
    withSettings(loaded, {
      replicas: flags.replicas,
      symptomDelayMs: flags['symptom-delay'],
      healthDelayMs: flags['health-delay'],
      sneezeIntervalMs: flags['sneeze-interval'],
    }),
  );
  for (const object of all) checkKind(object);
  const starters = all.filter(isStarter);
  const objects = all.filter((object) => !starters.includes(object));
  const service = all.find(({ kind, metadata }) => kind === 'Service' && metadata.name === PODDER_SERVICE);
  const infects = !flags['no-infect'] && !flags.empty;
  if (service === undefined && infects) {
    throw usageError(
      `expected a Service named ${PODDER_SERVICE} among the manifests, got none; say --no-infect to do without`,
    );
  }
  const selector = flags.empty ? PODDER_LABELS : selectorOf(service);
  const namespace = (service ?? objects.find(makesPods))?.metadata.namespace ?? DEFAULT_NAMESPACE;
  return {
    objects,
    starters,
    service,
    observed: {
      namespace,
      labelSelector: Object.entries(selector)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
    wanted: objects.reduce((sum, object) => sum + podsOf(object, namespace, selector), 0),
    infect: infects && starters.length === 0,
    durationMs: flags.duration,
    tellsWarnings: flags.file.length > 0,
    cluster: {
      kubeconfigFile: flags.kubeconfig,
      port: flags.port,
      network: flags.network,
      images: Object.fromEntries(Object.entries(flags.image).map(([name, command]) => [name, { command }])),
      kubeletVersion: flags['kubelet-version'],
      kubeletSwitches: maxBackoffMs === undefined ? {} : { maxBackoffMs },
    },
    page: flags['no-page'] ? undefined : { opens: flags.open, record: flags.record },
  };
}

function checkKind(object: KubeObject): void {
  if (resourceOf(object) !== undefined) return;
  throw new ContagionError(
    'CONTAGION_MANIFEST',
    `${nameOf(object)}: expected a kind that a local cluster runs (${knownKinds()}), got ${object.apiVersion} ${object.kind}`,
  );
}

function selectorOf(service: KubeObject | undefined): Labels {
  return (service?.['spec'] as { selector?: Labels } | undefined)?.selector ?? {};
}

function makesPods({ kind }: KubeObject): boolean {
  return kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'Pod';
}

/** How many pods that are observed an object makes. */
function podsOf(object: KubeObject, namespace: string, selector: Labels): number {
  if (!makesPods(object) || (object.metadata.namespace ?? DEFAULT_NAMESPACE) !== namespace) return 0;
  const spec = object['spec'] as
    { replicas?: number; template?: { metadata?: { labels?: Labels } } } | undefined;
  const labels = (object.kind === 'Pod' ? object.metadata.labels : spec?.template?.metadata?.labels) ?? {};
  const isObserved = Object.entries(selector).every(([key, value]) => labels[key] === value);
  if (!isObserved) return 0;
  return object.kind === 'Pod' ? 1 : (spec?.replicas ?? 1);
}
