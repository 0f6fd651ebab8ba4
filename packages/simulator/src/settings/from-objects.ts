import type { Outbreak } from '../engine/outbreak.ts';
import { SimulatorError } from '../errors.ts';
import type { JsonField } from './objects/json-field.ts';
import { readObjects, type KubeObject } from './objects/kube-object.ts';
import { isPodder, readPodder } from './objects/podder-container.ts';
import { readDeath } from './objects/podder-death.ts';
import { readImmunity } from './objects/podder-immunity.ts';
import { readRestraint } from './objects/podder-restraint.ts';
import { readProbes } from './objects/probes.ts';
import { findReaper } from './objects/reaper.ts';
import { checkService } from './objects/service.ts';
import { isStarter, readOutbreak } from './objects/starter.ts';
import { MAX_GRACE_MS, MAX_IMMUNE, MAX_PODS } from './limits.ts';
import { PROFILES } from './profiles.ts';
import type { SettingChanges, SimulationSettings } from './settings.ts';

/** What objects of the API say of an experiment. */
export type ObjectsSettings = Readonly<{
  settings: SimulationSettings;
  /** How it begins: by the starter that is among the objects, else by one sneeze. */
  outbreak: Outbreak;
  /** What of the objects is left out, a sentence each. */
  warnings: readonly string[];
}>;

const SECOND_MS = 1_000;
const DEFAULT_GRACE_SECONDS = 30;

/** What has replicas of one template. */
const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet']);

/** What changes nothing of the course of a contagion and needs no warning. */
const HARMLESS: ReadonlySet<string> = new Set([
  'Namespace',
  'Service',
  // Who may do what.
  'Role',
  'RoleBinding',
  'ServiceAccount',
]);

/**
 * What is to be simulated where these objects would be applied: plain JSON, a Deployment of podders, its Service, and a starter or
 * none. `changes` take the place of what they say. Defaults are those of the podder and of Kubernetes.
 * @throws {SimulatorError} SIMULATOR_MANIFEST, naming the field, where there is no such Deployment or more than one, or where a field
 * asks for what is not simulated.
 */
export function settingsFromObjects(objects: unknown, changes: SettingChanges = {}): ObjectsSettings {
  const all = readObjects(objects);
  const starters = all.filter(isStarter);
  const workloads = all.filter(({ kind, root }) => WORKLOADS.has(kind) && hasPodder(root));
  const immune = workloads.filter(isImmune);
  const podders = theDeployment(workloads.filter((each) => !immune.includes(each)));
  const template = podders.root.at('spec', 'template');
  const isBehindService = checkService(all, podders, template);
  for (const each of immune) checkService(all, each, each.root.at('spec', 'template'));
  const spec = template.field('spec');
  const restartPolicy = spec.field('restartPolicy');
  if (restartPolicy.text('Always') !== 'Always') throw restartPolicy.wrong('Always');
  const container = thePodder(spec);
  const times = readPodder(container);
  const symptomDelayMs = changes.symptomDelayMs ?? times.symptomDelayMs;
  const healthDelayMs = changes.healthDelayMs ?? times.healthDelayMs;
  const { outbreak, starterUntilMs } = readOutbreak(starters, changes.sneezeIntervalMs, isBehindService);
  const notes: string[] = [];
  const reaper = findReaper(all, podders, (note) => notes.push(note));
  const known = [podders, ...immune, ...starters, ...(reaper === undefined ? [] : [reaper])];
  const warnings = [...notes, ...warningsOf(all, known), ...warningsOfPod(spec, container)];
  const settings: SimulationSettings = {
    pods: changes.pods ?? podders.root.at('spec', 'replicas').wholeNumber(1, 1, MAX_PODS),
    sneezeIntervalMs: times.sneezeIntervalMs,
    ...(starterUntilMs === undefined ? {} : { starterUntilMs }),
    terminationGraceMs:
      spec
        .field('terminationGracePeriodSeconds')
        .wholeNumber(DEFAULT_GRACE_SECONDS, 0, Math.floor(MAX_GRACE_MS / SECOND_MS)) * SECOND_MS,
    ...readProbes(container, symptomDelayMs + healthDelayMs, warnings),
    ...(reaper === undefined ? deathOf(container, changes) : { death: 'replace' }),
    ...readRestraint(container),
    ...immunityOf(container, immune, reaper !== undefined),
    ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
    symptomDelayMs,
    healthDelayMs,
  };
  return { settings, outbreak, warnings };
}

/** How podders end. A kubelet of 1.20 knows no rules for containers: it drops that field, and backs off. */
function deathOf(container: JsonField, changes: SettingChanges): Partial<SimulationSettings> {
  const { restartAllContainers, ...death } = readDeath(container);
  const kubelet = changes.kubeletVersion ?? PROFILES[changes.profile ?? 'generic'].kubeletVersion;
  return kubelet === '1.20' || restartAllContainers === undefined
    ? death
    : { ...death, restartAllContainers };
}

/** Who is not infected: pods of other Deployments, and who was ill before. What a pod has learnt goes with it. */
function immunityOf(
  container: JsonField,
  immune: readonly KubeObject[],
  isReplaced: boolean,
): Partial<SimulationSettings> {
  const pods = immune.reduce((sum, { root }) => sum + replicasOf(root, MAX_IMMUNE), 0);
  return {
    ...(pods === 0 ? {} : { immune: pods }),
    ...(readImmunity(container) === 'learned' && !isReplaced ? { learnsImmunity: true } : {}),
  };
}

function replicasOf(root: JsonField, most: number): number {
  return root.at('spec', 'replicas').wholeNumber(1, 0, most);
}

function isImmune({ root }: KubeObject): boolean {
  return readImmunity(thePodder(root.at('spec', 'template', 'spec'))) === 'all';
}

function theDeployment(found: readonly KubeObject[]): KubeObject {
  const [podders] = found;
  if (podders !== undefined && found.length === 1) return podders;
  const got = found.length === 0 ? 'none' : found.map(({ title }) => title).join(' and ');
  throw new SimulatorError('SIMULATOR_MANIFEST', `objects: expected one Deployment of podders, got ${got}`);
}

function hasPodder(root: JsonField): boolean {
  return root.at('spec', 'template', 'spec', 'containers').list().some(isPodder);
}

function thePodder(spec: JsonField): JsonField {
  const containers = spec.field('containers');
  const [container, another] = containers.list().filter(isPodder);
  if (container !== undefined && another === undefined) return container;
  throw containers.wrong('one podder in each pod', 'two');
}

function warningsOf(all: readonly KubeObject[], known: readonly KubeObject[]): readonly string[] {
  const others = all.filter((each) => !known.includes(each) && !HARMLESS.has(each.kind));
  return others.length === 0 ? [] : [`${others.map(({ title }) => title).join(', ')}: left out`];
}

function warningsOfPod(spec: JsonField, container: JsonField): readonly string[] {
  const beside = [
    ...spec
      .field('containers')
      .list()
      .filter((each) => !isPodder(each)),
    ...spec.field('initContainers').list(),
  ];
  const hooks = ['preStop', 'postStart'].map((name) => container.at('lifecycle', name));
  // Of one that ends itself they are read; for one that its probe kills no rule is asked.
  const rules = readDeath(container).death === 'exit' ? [] : [container.field('restartPolicyRules')];
  const unread = [container.field('envFrom'), ...rules, ...hooks];
  return [...beside, ...unread].filter((each) => !each.isAbsent).map((each) => `${each.place} is left out`);
}
