import { own } from '@pod-contagion/notations';
import type { ObjectMeta, PodSpec } from '../../machinery/objects.ts';
import { sameJson } from '../../machinery/json.ts';
import type { PlacedContainer } from './containers.ts';

type Profile = { type?: string; localhostProfile?: string | undefined };

/** Annotations that mean nothing any more. Source: pkg/api/pod/warnings.go, as all here. */
const DEPRECATED: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod':
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const SECCOMP_MESSAGE = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const APP_ARMOR_MESSAGE = 'deprecated since v1.30; use the "appArmorProfile" field instead';

/** `field` is the path of the annotations. */
export function* deprecatedAnnotationWarnings(
  meta: ObjectMeta | undefined,
  field: string,
): Generator<string> {
  for (const [key, message] of Object.entries(DEPRECATED)) {
    if (own(meta?.annotations, key) !== undefined) yield `${field}[${key}]: ${message}`;
  }
}

/** A seccomp profile of the pod that only an annotation asks for. */
export function* seccompWarnings(
  meta: ObjectMeta | undefined,
  spec: PodSpec,
  field: string,
): Generator<string> {
  if (spec.securityContext?.seccompProfile || own(meta?.annotations, SECCOMP_POD) === undefined) return;
  yield `${field}[${SECCOMP_POD}]: ${SECCOMP_MESSAGE}`;
}

/** The same for one of its containers. */
export function* containerSeccompWarnings(
  meta: ObjectMeta | undefined,
  { container }: PlacedContainer,
  field: string,
): Generator<string> {
  const key = `${SECCOMP_CONTAINER}${container.name}`;
  if (container.securityContext?.seccompProfile || own(meta?.annotations, key) === undefined) return;
  yield `${field}[${key}]: ${SECCOMP_MESSAGE}`;
}

/** An AppArmor profile of a container that only an annotation asks for, and the pod does not. */
export function* appArmorWarnings(
  meta: ObjectMeta | undefined,
  spec: PodSpec,
  { container }: PlacedContainer,
  field: string,
): Generator<string> {
  const key = `${APP_ARMOR}${container.name}`;
  const annotation = own(meta?.annotations, key);
  if (annotation === undefined || container.securityContext?.appArmorProfile) return;
  const ofPod = spec.securityContext?.appArmorProfile;
  if (ofPod && sameJson(ofPod, profileOf(annotation))) return;
  yield `${field}[${key}]: ${APP_ARMOR_MESSAGE}`;
}

/** Source: pkg/api/pod/util.go (`ApparmorFieldForAnnotation`). */
function profileOf(annotation: string): Profile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const [, localhostProfile] = /^localhost\/(.+)$/s.exec(annotation) ?? [];
  return localhostProfile === undefined ? undefined : { type: 'Localhost', localhostProfile };
}
