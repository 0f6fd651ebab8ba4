import { compareQuantities, isZero, parseQuantity } from '../../machinery/quantity.ts';
import type { Container, PodSpec } from '../../machinery/objects.ts';

const COUNTED = ['cpu', 'memory'] as const;

/**
 * The class of a pod by what its containers ask for: `Guaranteed` where each has limits for processor and memory and
 * requests no less, `BestEffort` where none asks for anything, else `Burstable`.
 *
 * Source: pkg/apis/core/helper/qos/qos.go (`ComputePodQOS`).
 */
export function qualityOfService(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  if (!containers.some((container) => COUNTED.some((name) => asksFor(container, name)))) return 'BestEffort';
  const isGuaranteed = containers.every((container) =>
    COUNTED.every((name) => {
      const limit = container.resources?.limits?.[name];
      const request = container.resources?.requests?.[name];
      return isSome(limit) && (request === undefined || isSame(request, limit));
    }),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function asksFor({ resources }: Container, name: string): boolean {
  return isSome(resources?.limits?.[name]) || isSome(resources?.requests?.[name]);
}

function isSame(a: string, b: string | undefined): boolean {
  const [left, right] = [parseQuantity(a), b === undefined ? undefined : parseQuantity(b)];
  return left !== undefined && right !== undefined && compareQuantities(left, right) === 0;
}

function isSome(text: string | undefined): boolean {
  const quantity = text === undefined ? undefined : parseQuantity(text);
  return quantity !== undefined && !isZero(quantity);
}
