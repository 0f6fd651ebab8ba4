import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../../errors.ts';
import type { FaultStep } from '../fault-agent.ts';
import { createTally, type RequestCounts } from './counts.ts';
import type { RequestProxy } from './proxy/proxy.ts';

/** Steps that open the proxy and finish what goes through it, and what others need of it. */
export type ProxySteps = Readonly<{
  /** Before rules are made that lead to it. */
  open: FaultStep;
  /**
   * After the rules that translate its connections, and before those that lead new ones there: undone between the two, since
   * the kernel translates nothing any more where no rule asks for it, and what is in flight would hang.
   */
  finish: FaultStep;
  port: () => number;
  counts: () => RequestCounts;
}>;

/** The steps of one proxy. There is nothing to be read back but this process. */
export function proxySteps(port: number, open: () => Promise<RequestProxy>): ProxySteps {
  let proxy: RequestProxy | undefined;
  let isClosed = false;
  const close = async (): Promise<void> => {
    await proxy?.close();
    isClosed = true;
  };
  return {
    port: () => {
      if (proxy === undefined) throw new ChaosError('CHAOS_SET_UP', 'expected a proxy to lead to, got none');
      return proxy.port;
    },
    counts: () => proxy?.counts() ?? createTally(),
    open: {
      what: `proxy before port ${port}`,
      apply: async () => {
        try {
          proxy = await open();
        } catch (cause) {
          throw new ChaosError('CHAOS_SET_UP', `can't open a proxy: ${describeError(cause)}`, { cause });
        }
      },
      undo: close,
      isThere: async () => proxy?.isListening() ?? false,
    },
    finish: {
      what: `requests through the proxy before port ${port}`,
      apply: async () => undefined,
      undo: close,
      isThere: async () => !isClosed,
    },
  };
}
