import { parseDurationMs } from '@pod-contagion/notations';
import { loadAll } from '../kubernetes/load-all.ts';
import {
  createModel,
  parseIntervention,
  settingsFromObjects,
  type Model,
  type Outbreak,
} from '@pod-contagion/simulator';
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
  checkSwitches(flags, kubeletVersion);
  const { settings, outbreak, warnings } = settingsFromObjects(
    await loadAll([...flags.file, ...flags.kustomize]),
    {
      pods: flags.replicas,
      symptomDelayMs: flags['symptom-delay'],
      healthDelayMs: flags['health-delay'],
      sneezeIntervalMs: flags['sneeze-interval'],
      profile,
      kubeletVersion,
      maxBackoffMs: flags['max-restart-period'],
      ...(flags['reduced-decay'] ? { reducedDecay: true } : {}),
      ...(flags['restart-all-containers'] ? { restartAllContainers: true } : {}),
      death: flags.death,
      immune: flags.immune,
      nodes: flags.nodes,
      nodePods: flags['node-pods'],
      nodeCores: flags['node-cores'],
      startWorkMs: flags['start-work'],
      ...(flags.intervene.length === 0
        ? {}
        : { interventions: flags.intervene.map((text) => parseIntervention(text, parseDurationMs)) }),
      ...own?.machine,
    },
  );
  return { model: createModel(settings), outbreak, profile: flags.machine ?? profile, warnings };
}

/** What a kubelet of 1.20 has not. */
const SWITCHES = ['max-restart-period', 'reduced-decay', 'restart-all-containers'] as const;

/** Said here in the words of flags. */
function checkSwitches(flags: ModelFlags, version: ModelFlags['kubelet-version']): void {
  const idle = (['node-pods', 'node-cores', 'start-work'] as const).find((name) => flags[name] !== undefined);
  if (idle !== undefined && flags.nodes === undefined) {
    throw usageError(`--${idle} expects --nodes beside it, got none`);
  }
  const switched = SWITCHES.find((name) => flags[name] !== undefined && flags[name] !== false);
  if (switched === undefined) return;
  if (version === '1.20' || (version === undefined && flags.profile === 'k8s-1.20')) {
    throw usageError(`--${switched} expects --kubelet-version 1.36, which has such a setting, got 1.20`);
  }
}
