import type { NetworkFaultSpec } from '@pod-contagion/chaos/faults';
import { usageError } from '../errors.ts';
import type { DisconnectFlags } from '../flags/disconnect.ts';
import type { DisruptFlags } from '../flags/disrupt.ts';
import { planScope } from './scope.ts';

type Netem = Extract<NetworkFaultSpec['effect'], { do: 'netem' }>['netem'];

const DEFAULT_INTERFACE = 'eth0';

/**
 * The fault of `disrupt`; `parseNetem` reads the words of --netem.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planDisrupt(
  flags: DisruptFlags,
  parseNetem: (words: readonly string[]) => Netem,
): NetworkFaultSpec {
  return {
    kind: 'network',
    interface: flags.interface ?? DEFAULT_INTERFACE,
    scope: planScope(flags, flags.to, 'out'),
    effect: { do: 'netem', netem: planNetem(flags, parseNetem) },
  };
}

/**
 * The fault of `disconnect`: everything, or the peers and ports that are named, in both directions.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planDisconnect(flags: DisconnectFlags): NetworkFaultSpec {
  return {
    kind: 'network',
    interface: flags.interface ?? DEFAULT_INTERFACE,
    scope: planScope(flags, [...flags.from, ...flags.to], 'both'),
    effect: { do: flags.reject ? 'reject' : 'drop' },
  };
}

/**
 * The fault of `drop`: what `disconnect` does, for ports.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planDrop(flags: DisconnectFlags): NetworkFaultSpec {
  const fault = planDisconnect(flags);
  if (fault.scope.remotePorts.length + fault.scope.localPorts.length === 0) {
    throw usageError('expected --port or --local-port, got none; disconnect drops everything');
  }
  return fault;
}

function planNetem(
  { delay, variation, netem }: DisruptFlags,
  parseNetem: (words: readonly string[]) => Netem,
): Netem {
  if (netem !== undefined) {
    if (delay !== undefined || variation !== undefined) {
      throw usageError('expected --netem or --delay and --variation, got both');
    }
    return parseNetem(netem);
  }
  if (delay === undefined) throw usageError('expected --delay (-d) or --netem, got neither');
  const jitter = variation === undefined ? {} : { jitterUs: variation * 1_000 };
  return { delay: { timeUs: delay * 1_000, ...jitter } };
}
