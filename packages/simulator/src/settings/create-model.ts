import { graceMs, kubeletRules, type KubeletRules } from '@pod-contagion/lifecycle';
import type { MachineTimes, Model, ProbeTiming } from '../engine/model.ts';
import { checkTime } from './check-time.ts';
import { MAX_DELAY_MS } from './limits.ts';
import { PROFILES, type Profile } from './profiles.ts';
import type { SettingName, SimulationSettings } from './settings.ts';
import { checkSettings, wrongSetting } from './validate.ts';

/** The repository's own Deployment, kubernetes/deployments/generic.yaml; a test compares them. */
const DEFAULTS = {
  symptomDelayMs: 10_000,
  healthDelayMs: 500,
  sneezeIntervalMs: 500,
  livenessPeriodMs: 1_000,
  livenessFailureThreshold: 3,
  readinessPeriodMs: 1_000,
  readinessFailureThreshold: 3,
  startupPeriodMs: 1_000,
  startupFailureThreshold: 60,
  terminationGraceMs: 2_000,
  death: 'restart',
  profile: 'generic',
  reducedDecay: false,
  restartAllContainers: false,
} as const;

/** Pods of a node: the kubelet's `maxPods`. The others are what a small node of a cloud has, and a start of Node.js takes there. */
const NODE_DEFAULTS = { nodePods: 110, nodeCores: 2, startWorkMs: 300 } as const;

/**
 * What is simulated, of what is said of an experiment: all that was left out is filled in.
 * @throws {SimulatorError} SIMULATOR_SETTING, naming a setting that is wrong by itself or beside the others.
 */
export function createModel(settings: SimulationSettings): Model {
  checkSettings(settings);
  const all = { ...DEFAULTS, ...given(settings) };
  const profile: Profile = PROFILES[all.profile];
  const rules = rulesOf(settings, profile);
  const machine = machineOf(settings, profile, all.terminationGraceMs);
  const { startJitterMs = 0 } = settings;
  checkStart(all, machine.startMs[1] + startJitterMs);
  const model: Model = {
    pods: all.pods,
    symptomDelayMs: all.symptomDelayMs,
    healthDelayMs: all.healthDelayMs,
    sneezeIntervalMs: all.sneezeIntervalMs,
    liveness: probeOf('liveness', all.livenessPeriodMs, all.livenessFailureThreshold),
    readiness:
      all.readinessPeriodMs === 0
        ? { periodMs: 0, failureThreshold: 1 }
        : probeOf('readiness', all.readinessPeriodMs, all.readinessFailureThreshold),
    startupPeriodMs: all.startupPeriodMs,
    startupFailureThreshold: all.startupFailureThreshold,
    death: all.death,
    rules,
    machine,
    ...besides(settings),
  };
  checkTime(model, 0);
  return model;
}

/** What only some experiments have. */
function besides(
  settings: SimulationSettings,
): Pick<
  Model,
  | 'startJitterMs'
  | 'sneezeBreaker'
  | 'immune'
  | 'learnsImmunity'
  | 'starterUntilMs'
  | 'nodes'
  | 'interventions'
> {
  const { immune = 0, learnsImmunity = false, starterUntilMs, nodes: count, interventions = [] } = settings;
  const { startJitterMs = 0, sneezeBreaker = 0 } = settings;
  if (learnsImmunity && settings.death === 'replace') {
    throw wrongSetting('learnsImmunity', 'false, as what a pod has learnt goes with it', learnsImmunity);
  }
  const idle = (['nodePods', 'nodeCores', 'startWorkMs'] as const).find(
    (name) => settings[name] !== undefined,
  );
  if (count === undefined && idle !== undefined) {
    throw wrongSetting(idle, 'nodes beside it, as it is about them', settings[idle]);
  }
  const nodes = {
    capacity: settings.nodePods ?? NODE_DEFAULTS.nodePods,
    cores: settings.nodeCores ?? NODE_DEFAULTS.nodeCores,
    startWorkMs: settings.startWorkMs ?? NODE_DEFAULTS.startWorkMs,
  };
  return {
    ...(startJitterMs === 0 ? {} : { startJitterMs }),
    ...(sneezeBreaker === 0 ? {} : { sneezeBreaker }),
    ...(immune === 0 ? {} : { immune }),
    ...(learnsImmunity ? { learnsImmunity } : {}),
    ...(starterUntilMs === undefined ? {} : { starterUntilMs }),
    ...(count === undefined ? {} : { nodes: { count, ...nodes } }),
    ...(interventions.length === 0 ? {} : { interventions }),
  };
}

type Given = { readonly [Name in SettingName]: Exclude<SimulationSettings[Name], undefined> };

/** Those that are not undefined, which would take the place of a default. */
function given(settings: SimulationSettings): Partial<Given> & Pick<Given, 'pods'> {
  const known = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Partial<Given> & Pick<Given, 'pods'>;
}

function rulesOf(settings: SimulationSettings, profile: Profile): KubeletRules {
  const { maxBackoffMs, reducedDecay = false, restartAllContainers = false } = settings;
  const version = settings.kubeletVersion ?? profile.kubeletVersion;
  if (version === '1.20') {
    const switched = (['maxBackoffMs', 'reducedDecay', 'restartAllContainers'] as const).find(
      (name) => settings[name] !== undefined && settings[name] !== false,
    );
    if (switched === undefined) return kubeletRules(version);
    throw wrongSetting(switched, 'a kubelet of 1.36, as 1.20 has no such switch', settings[switched]);
  }
  return kubeletRules(version, {
    ...(maxBackoffMs === undefined ? {} : { maxBackoffMs }),
    reducedDecay,
    restartAllContainers,
  });
}

function machineOf(settings: SimulationSettings, { machine }: Profile, podMs: number): MachineTimes {
  const own = Object.keys(machine) as (keyof MachineTimes & SettingName)[];
  const changed = Object.fromEntries(own.map((name) => [name, settings[name] ?? machine[name]]));
  const all = changed as unknown as MachineTimes;
  // Whoever does not end in time is killed.
  const grace = graceMs({ podMs });
  return { ...all, killMs: [Math.min(all.killMs[0], grace), Math.min(all.killMs[1], grace)] };
}

/** A start that its startup probe would not wait for is another experiment than the one that is simulated. */
function checkStart(
  all: Readonly<{ startupPeriodMs: number; startupFailureThreshold: number }>,
  mostMs: number,
): void {
  const { startupPeriodMs, startupFailureThreshold } = all;
  if (startupPeriodMs === 0 || (startupFailureThreshold - 1) * startupPeriodMs >= mostMs) return;
  throw wrongSetting(
    'startupFailureThreshold',
    `at least ${1 + Math.ceil(mostMs / startupPeriodMs)}, as a start takes up to ${mostMs} ms and is probed every ${startupPeriodMs} ms`,
    startupFailureThreshold,
  );
}

function probeOf(kind: 'liveness' | 'readiness', periodMs: number, failureThreshold: number): ProbeTiming {
  if (periodMs * failureThreshold <= MAX_DELAY_MS) return { periodMs, failureThreshold };
  throw wrongSetting(
    `${kind}FailureThreshold`,
    `at most ${Math.floor(MAX_DELAY_MS / periodMs)}, as ${kind} is probed every ${periodMs} ms and may fail for ${MAX_DELAY_MS} ms`,
    failureThreshold,
  );
}
