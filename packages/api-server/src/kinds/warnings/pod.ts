import { dnsLabelProblems } from '../../machinery/names.ts';
import type { ObjectMeta, PodSpec } from '../../machinery/objects.ts';
import {
  appArmorWarnings,
  containerSeccompWarnings,
  deprecatedAnnotationWarnings,
  seccompWarnings,
} from './annotations.ts';
import {
  containersOf,
  fractionWarnings,
  portNameWarnings,
  portWarnings,
  variableWarnings,
} from './containers.ts';
import { ipWarnings } from './ip.ts';
import { NO_SELECTOR, nodeLabelWarnings } from './node-labels.ts';
import { volumePathWarnings } from './volume-paths.ts';

/** Volumes that are gone from Kubernetes, or on their way. */
const DEPRECATED_VOLUMES = {
  photonPersistentDisk: ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  gitRepo: ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  scaleIO: ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  flocker: ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  // The source really writes it with another S.
  storageos: ['storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  quobyte: ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  glusterfs: ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  cephfs: ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  rbd: ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
} as const;

/** What a sender should be told of a name that becomes a host name, where it is none. */
export function* nameWarnings({ name = '' }: ObjectMeta, usedIn: string): Generator<string> {
  const problems = dnsLabelProblems(name);
  if (problems.length === 0) return;
  yield `metadata.name: this is used in ${usedIn}, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`;
}

/**
 * What a sender should be told of a pod, or of the template that pods are made from; `prefix` is '' or `spec.template.`.
 * The order is that of the source.
 *
 * Source: pkg/api/pod/warnings.go (`warningsForPodSpecAndMeta`), as all here.
 */
export function* podWarnings(spec: PodSpec, meta: ObjectMeta | undefined, prefix: string): Generator<string> {
  const field = `${prefix}spec`;
  const annotations = `${prefix}metadata.annotations`;
  const containers = containersOf(spec, field);
  // For a pod this comes earlier than all others: when its annotations are made into fields.
  if (prefix === '') for (const each of containers) yield* appArmorWarnings(meta, spec, each, annotations);
  yield* nodeLabelWarnings(spec, field);
  yield* deprecatedAnnotationWarnings(meta, annotations);
  yield* volumeWarnings(spec, field);
  yield* volumePathWarnings(spec.volumes);
  yield* duplicateWarnings(spec, field);
  yield* fractionWarnings(spec.overhead, `${field}.overhead`);
  yield* seccompWarnings(meta, spec, annotations);
  for (const each of containers) {
    yield* containerSeccompWarnings(meta, each, annotations);
    if (prefix !== '') yield* appArmorWarnings(meta, spec, each, annotations);
    const { limits, requests } = each.container.resources ?? {};
    for (const name of ['memory', 'ephemeral-storage']) {
      yield* fractionWarnings(limits, `${each.path}.resources.limits`, [name]);
      yield* fractionWarnings(requests, `${each.path}.resources.requests`, [name]);
    }
    yield* variableWarnings(each);
  }
  yield* portWarnings(containers);
  yield* portNameWarnings(containers);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0)
    yield `${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`;
  yield* affinityWarnings(spec, field);
  for (const [index, server] of (spec.dnsConfig?.nameservers ?? []).entries())
    yield* ipWarnings(server, `${field}.dnsConfig.nameservers[${index}]`);
  for (const [index, { ip = '' }] of (spec.hostAliases ?? []).entries())
    yield* ipWarnings(ip, `${field}.hostAliases[${index}].ip`);
}

function* volumeWarnings({ volumes }: PodSpec, field: string): Generator<string> {
  for (const [index, volume] of (volumes ?? []).entries()) {
    for (const [name, [shown, message]] of Object.entries(DEPRECATED_VOLUMES)) {
      if (volume[name as keyof typeof DEPRECATED_VOLUMES])
        yield `${field}.volumes[${index}].${shown}: ${message}`;
    }
    const { resources } = volume.ephemeral?.volumeClaimTemplate?.spec ?? {};
    const path = `${field}.volumes[${index}].ephemeral.volumeClaimTemplate.spec.resources`;
    yield* fractionWarnings(resources?.requests, `${path}.requests`, ['storage']);
    yield* fractionWarnings(resources?.limits, `${path}.limits`, ['storage']);
  }
}

function* duplicateWarnings({ hostAliases, imagePullSecrets }: PodSpec, field: string): Generator<string> {
  const addresses = new Set<string>();
  for (const [index, { ip = '' }] of (hostAliases ?? []).entries()) {
    if (addresses.has(ip)) yield `${field}.hostAliases[${index}].ip: duplicate ip ${JSON.stringify(ip)}`;
    addresses.add(ip);
  }
  const names = new Set<string>();
  for (const [index, { name = '' }] of (imagePullSecrets ?? []).entries()) {
    if (names.has(name))
      yield `${field}.imagePullSecrets[${index}].name: duplicate name ${JSON.stringify(name)}`;
    names.add(name);
  }
  for (const [index, { name = '' }] of (imagePullSecrets ?? []).entries()) {
    if (name === '') yield `${field}.imagePullSecrets[${index}].name: invalid empty name ""`;
  }
}

function* affinityWarnings({ affinity }: PodSpec, field: string): Generator<string> {
  for (const name of ['podAffinity', 'podAntiAffinity'] as const) {
    const {
      requiredDuringSchedulingIgnoredDuringExecution: needed,
      preferredDuringSchedulingIgnoredDuringExecution: wanted,
    } = affinity?.[name] ?? {};
    const path = `${field}.affinity.${name}`;
    for (const [index, { labelSelector }] of (needed ?? []).entries()) {
      if (!labelSelector)
        yield `${path}.requiredDuringSchedulingIgnoredDuringExecution[${index}].labelSelector: ${NO_SELECTOR}`;
    }
    for (const [index, { podAffinityTerm }] of (wanted ?? []).entries()) {
      if (!podAffinityTerm?.labelSelector)
        yield `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}].podAffinityTerm.labelSelector: ${NO_SELECTOR}`;
    }
  }
}
