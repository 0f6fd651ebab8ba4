import { join } from 'node:path';
import { loadManifests, repositoryManifests, type KubeObject } from '@pod-contagion/manifests';
import { createModel, settingsFromObjects, type Model, type Outbreak } from '@pod-contagion/simulator';
import type { ModelFlags } from '../commands/model-flags.ts';
import { usageError } from '../errors.ts';
import { readMachineFile } from './machine-file.ts';

/** What is simulated, checked before any of it is. */
export type ModelPlan = Readonly<{
  model: Model;
  outbreak: Outbreak;
  /** The name of the machine, or the path of its file. */
  profile: string;
  /** What of the manifests is left out. */
  warnings: readonly string[];
}>;

const DEFAULT_PROFILE = 'generic';

/**
 * Loads the manifests and makes a model of what they say, changed as asked.
 * @throws {ContagionError} CONTAGION_USAGE
 * @throws {ManifestError} where the manifests can't be had
 * @throws {SimulatorError} where there is nothing to simulate in them, or what is not simulated
 */
export async function planModel(flags: ModelFlags): Promise<ModelPlan> {
  const { profile = DEFAULT_PROFILE } = flags;
  if (flags.machine !== undefined && flags.profile !== undefined) {
    throw usageError('--machine expects no --profile beside it, got both');
  }
  const own = flags.machine === undefined ? undefined : await readMachineFile(flags.machine);
  const kubeletVersion = flags['kubelet-version'] ?? own?.kubeletVersion;
  checkBackoff(flags, kubeletVersion);
  const { settings, outbreak, warnings } = settingsFromObjects(await loadAll(flags), {
    pods: flags.replicas,
    symptomDelayMs: flags['symptom-delay'],
    healthDelayMs: flags['health-delay'],
    sneezeIntervalMs: flags['sneeze-interval'],
    profile,
    kubeletVersion,
    maxBackoffMs: flags['max-restart-period'],
    ...own?.machine,
  });
  return { model: createModel(settings), outbreak, profile: flags.machine ?? profile, warnings };
}

/** Said here in the words of flags. */
function checkBackoff(flags: ModelFlags, version: ModelFlags['kubelet-version']): void {
  if (flags['max-restart-period'] === undefined) return;
  if (version === '1.20' || (version === undefined && flags.profile === 'k8s-1.20')) {
    throw usageError(
      '--max-restart-period expects --kubelet-version 1.36, which has such a setting, got 1.20',
    );
  }
}

async function loadAll({ file, kustomize }: ModelFlags): Promise<readonly KubeObject[]> {
  const paths = [...file, ...kustomize];
  if (paths.length > 0) return (await Promise.all(paths.map(loadManifests))).flat();
  // The repository's own, without its patient zero, as `contagion up` has it.
  const root = repositoryManifests();
  const folders = ['services', 'deployments'].map((name) => join(root, name));
  return (await Promise.all(folders.map(loadManifests))).flat();
}
