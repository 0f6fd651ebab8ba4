import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../../errors.ts';
import type { FaultStep } from '../fault-agent.ts';
import type { PodProxy } from './proxy.ts';

/** What a proxy is opened for. */
export type ProxyPlan<Counts> = Readonly<{
  /** The pod's port that it stands before. */
  port: number;
  open: () => Promise<PodProxy<Counts>>;
  /** What is passed on in its connections: `requests`. */
  passing: string;
}>;

/** Steps that open the proxy and finish what goes through it, and what others need of it. */
export type ProxySteps<Counts> = Readonly<{
  /** Before rules are made that lead to it. */
  open: FaultStep;
  /**
   * After the rules that translate its connections, and before those that lead new ones there: undone between the two, since
   * the kernel translates nothing any more where no rule asks for it, and what is in flight would hang.
   */
  finish: FaultStep;
  port: () => number;
  counts: () => Counts;
}>;

/** The steps of one proxy. There is nothing to be read back but this process. */
export function proxySteps<Counts>({ port, open, passing }: ProxyPlan<Counts>): ProxySteps<Counts> {
  let proxy: PodProxy<Counts> | undefined;
  let isClosed = false;
  const close = async (): Promise<void> => {
    await proxy?.close();
    isClosed = true;
  };
  const opened = (): PodProxy<Counts> => {
    if (proxy === undefined) throw new ChaosError('CHAOS_SET_UP', 'expected a proxy to be open, got none');
    return proxy;
  };
  return {
    port: () => opened().port,
    counts: () => opened().counts(),
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
      what: `${passing} through the proxy before port ${port}`,
      apply: async () => undefined,
      undo: close,
      isThere: async () => !isClosed,
    },
  };
}
