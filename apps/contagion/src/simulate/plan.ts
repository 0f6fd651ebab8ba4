import { join } from 'node:path';
import { loadManifests, repositoryManifests, type KubeObject } from '@pod-contagion/manifests';
import { createModel, settingsFromObjects, type Model, type Outbreak } from '@pod-contagion/simulator';
import type { SimulateFlags } from '../commands/simulate-flags.ts';
import { usageError } from '../errors.ts';

/** All that `contagion simulate` will do, checked before any of it is done. */
export type SimulationPlan = Readonly<{
  model: Model;
  outbreak: Outbreak;
  /** The name of the machine. */
  profile: string;
  /** What of the manifests is left out. */
  warnings: readonly string[];
  untilMs: number;
  seed: number;
  runs: number;
  json: boolean;
}>;

const DEFAULT_PROFILE = 'generic';
const DEFAULT_UNTIL_MS = 3_600_000;

/**
 * Makes the plan: loads the manifests and makes a model of what they say, changed as asked.
 * @throws {ContagionError} CONTAGION_USAGE
 * @throws {ManifestError} where the manifests can't be had
 * @throws {SimulatorError} where there is nothing to simulate in them, or what is not simulated
 */
export async function planSimulation(flags: SimulateFlags): Promise<SimulationPlan> {
  const { profile = DEFAULT_PROFILE, until: untilMs = DEFAULT_UNTIL_MS, seed = 1, runs = 1, json } = flags;
  checkBackoff(flags);
  const { settings, outbreak, warnings } = settingsFromObjects(await loadAll(flags), {
    pods: flags.replicas,
    symptomDelayMs: flags['symptom-delay'],
    healthDelayMs: flags['health-delay'],
    sneezeIntervalMs: flags['sneeze-interval'],
    profile,
    kubeletVersion: flags['kubelet-version'],
    maxBackoffMs: flags['max-restart-period'],
  });
  return { model: createModel(settings), outbreak, profile, warnings, untilMs, seed, runs, json };
}

/** Said here in the words of flags. */
function checkBackoff(flags: SimulateFlags): void {
  if (flags['max-restart-period'] === undefined) return;
  const version = flags['kubelet-version'];
  if (version === '1.20' || (version === undefined && flags.profile === 'k8s-1.20')) {
    throw usageError(
      '--max-restart-period expects --kubelet-version 1.36, which has such a setting, got 1.20',
    );
  }
}

async function loadAll({ file, kustomize }: SimulateFlags): Promise<readonly KubeObject[]> {
  const paths = [...file, ...kustomize];
  if (paths.length > 0) return (await Promise.all(paths.map(loadManifests))).flat();
  // The repository's own, without its patient zero, as `contagion up` has it.
  const root = repositoryManifests();
  const folders = ['services', 'deployments'].map((name) => join(root, name));
  return (await Promise.all(folders.map(loadManifests))).flat();
}
