import type { PodName } from '@pod-contagion/chaos';

/** A pod as it is written for people: `namespace/name`. */
export function podText({ namespace, name }: Pick<PodName, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** `1 pod`, `2 pods`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A pod as it stands in a JSON line: without the object of the API. */
export function podName({ namespace, name, uid }: PodName): PodName {
  return { namespace, name, uid };
}
