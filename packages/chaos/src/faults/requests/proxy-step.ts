import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../../errors.ts';
import type { FaultStep } from '../fault-agent.ts';
import { createTally, type RequestCounts } from './counts.ts';
import type { RequestProxy } from './proxy/proxy.ts';

/** The step that opens the proxy, and what others need of it. */
export type ProxyStep = Readonly<{ step: FaultStep; port: () => number; counts: () => RequestCounts }>;

/** The step that opens the proxy. Undoing it finishes what is in flight; it needs no reading back, as it is this process. */
export function proxyStep(port: number, open: () => Promise<RequestProxy>): ProxyStep {
  let proxy: RequestProxy | undefined;
  return {
    port: () => {
      if (proxy === undefined) throw new ChaosError('CHAOS_SET_UP', 'expected a proxy to lead to, got none');
      return proxy.port;
    },
    counts: () => proxy?.counts() ?? createTally(),
    step: {
      what: `proxy before port ${port}`,
      apply: async () => {
        try {
          proxy = await open();
        } catch (cause) {
          throw new ChaosError('CHAOS_SET_UP', `can't open a proxy: ${describeError(cause)}`, { cause });
        }
      },
      undo: async () => proxy?.close(),
      isThere: async () => proxy?.isListening() ?? false,
    },
  };
}
