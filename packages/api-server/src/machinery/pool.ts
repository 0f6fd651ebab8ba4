import { ipv4ToNumber, numberToIpv4 } from './ipv4.ts';

/** Values given out one at a time: addresses of Services, node ports. All synchronous. */
export type Pool<T> = Readonly<{
  /** A free value; undefined where there is none. */
  allocate: () => T | undefined;
  /** Takes one value; says `taken`, or `outside` where the pool does not have it. */
  reserve: (value: T) => 'ok' | 'taken' | 'outside';
  release: (value: T) => void;
  /** For messages: `127.65.0.0/16`, `30000-32767`. */
  range: string;
}>;

/** What numbers a pool has and in which order it gives them out. */
export type NumberPoolOptions = Readonly<{
  first: number;
  /** Inclusive. */
  last: number;
  /**
   * `sequential`: the next one, so that a number comes again only after all the others have; as the host-local plugin gives
   * addresses to pods. `random`: any, but the first `staticCount` only where no other is left: they are for who asks for a
   * certain one. Source: pkg/registry/core/service/ipallocator/ipallocator.go, portallocator/allocator.go.
   */
  order: Readonly<{ kind: 'sequential' } | { kind: 'random'; random: () => number; staticCount: number }>;
  /** For messages. */
  range: string;
}>;

/** Makes a pool of whole numbers; what is free is found by looking on from where the order says to begin. */
export function createNumberPool(options: NumberPoolOptions): Pool<number> {
  const { first, last, order, range } = options;
  const taken = new Set<number>();
  let next = first;

  /** The first free number of [low, high], looking from `start` to the end and then from the beginning. */
  const findFree = (low: number, high: number, start: number): number | undefined => {
    for (let value = start; value <= high; value++) if (!taken.has(value)) return value;
    for (let value = low; value < start; value++) if (!taken.has(value)) return value;
    return undefined;
  };

  const findRandom = (low: number, high: number, random: () => number): number | undefined =>
    low > high ? undefined : findFree(low, high, low + Math.floor(random() * (high - low + 1)));

  return {
    range,
    allocate: () => {
      if (taken.size > last - first) return undefined;
      let value: number | undefined;
      if (order.kind === 'sequential') {
        value = findFree(first, last, next);
      } else {
        const dynamicFirst = Math.min(first + order.staticCount, last + 1);
        value =
          findRandom(dynamicFirst, last, order.random) ?? findRandom(first, dynamicFirst - 1, order.random);
      }
      if (value === undefined) return undefined;
      taken.add(value);
      next = value === last ? first : value + 1;
      return value;
    },
    reserve: (value) => {
      if (!Number.isInteger(value) || value < first || value > last) return 'outside';
      if (taken.has(value)) return 'taken';
      taken.add(value);
      return 'ok';
    },
    release: (value) => {
      taken.delete(value);
    },
  };
}

/** Makes a pool of IPv4 addresses out of one of the numbers they stand for. */
export function createAddressPool(numbers: Pool<number>): Pool<string> {
  return {
    range: numbers.range,
    allocate: () => {
      const value = numbers.allocate();
      return value === undefined ? undefined : numberToIpv4(value);
    },
    reserve: (address) => numbers.reserve(ipv4ToNumber(address) ?? Number.NaN),
    release: (address) => {
      numbers.release(ipv4ToNumber(address) ?? Number.NaN);
    },
  };
}

/** How many of a random pool's numbers are kept for who asks for one. Source: KEP-3070, KEP-3668: min(max(16, n / divisor), most). */
export function staticCount(size: number, divisor: number, most: number): number {
  return size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(size / divisor)), most);
}

/** Makes the pool of node ports, 30000 to 32767. Source: pkg/controlplane/reconcilers, default of --service-node-port-range. */
export function createNodePortPool(random: () => number): Pool<number> {
  const first = 30_000;
  const last = 32_767;
  const order = { kind: 'random', random, staticCount: staticCount(last - first + 1, 32, 128) } as const;
  return createNumberPool({ first, last, order, range: `${first}-${last}` });
}
