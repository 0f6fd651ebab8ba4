import { parseQuantity, type Container, type Quantity } from '@pod-contagion/api-server/objects';
import { ContainerConfigError } from './config-error.ts';
import { own } from '@pod-contagion/notations';

/** Amounts by the name of the resource: `cpu`, `memory`. */
export type Amounts = Readonly<Record<string, string>>;

/**
 * The value of `resourceFieldRef`: a container's limit or request, divided by `divisor` and rounded up. A limit that is
 * not set is what the node has; a request that is not set is 0.
 *
 * Source: pkg/api/v1/resource/helpers.go (`ExtractContainerResourceValue`), pkg/kubelet/kubelet_resources.go
 * (`MergeContainerResourceLimits`).
 * @throws {ContainerConfigError} for another resource or no amount.
 */
export function resourceFieldValue(
  container: Container,
  resource: string,
  divisor: string | undefined,
  allocatable: Amounts,
): string {
  const [kind = '', name = '', ...more] = resource.split('.');
  if ((kind !== 'limits' && kind !== 'requests') || name === '' || more.length > 0) {
    throw new ContainerConfigError(`unsupported container resource : ${resource}`);
  }
  const amount =
    own(container.resources?.[kind], name) ?? (kind === 'limits' ? own(allocatable, name) : undefined) ?? '0';
  const by = divisor === undefined || divisor === '0' || divisor === '' ? '1' : divisor;
  return String(divideUp(read(amount), read(by)));
}

function read(text: string): Quantity {
  const quantity = parseQuantity(text);
  if (quantity === undefined)
    throw new ContainerConfigError(`expected a quantity, got ${JSON.stringify(text)}`);
  return quantity;
}

function divideUp(a: Quantity, b: Quantity): bigint {
  const exponent = Math.min(a.exponent, b.exponent);
  const left = a.digits * 10n ** BigInt(a.exponent - exponent);
  const right = b.digits * 10n ** BigInt(b.exponent - exponent);
  if (right <= 0n) throw new ContainerConfigError('expected a divisor greater than 0');
  return (left + right - 1n) / right;
}
