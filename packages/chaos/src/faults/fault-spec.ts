import type { FlushFaultSpec, RehearsalSpec } from './flush/spec.ts';
import type { NetworkFaultSpec } from './network/spec.ts';
import type { RequestFaultSpec } from './requests/spec.ts';
import type { ToxicFaultSpec } from './toxics/spec.ts';
import type { BurnFaultSpec, FillDiskFaultSpec, FillMemoryFaultSpec } from './resources/spec.ts';

/** What an agent can be told to break; a further fault is one more folder and one more line. */
export type FaultSpec =
  | NetworkFaultSpec
  | RequestFaultSpec
  | ToxicFaultSpec
  | SignalFaultSpec
  | ResourceFaultSpec
  | FlushFaultSpec
  | RehearsalSpec;

/** Takes what a pod has of its node: processor time, memory, disk. */
export type ResourceFaultSpec = BurnFaultSpec | FillMemoryFaultSpec | FillDiskFaultSpec;

/** Sends a signal to the first process of a container: see `signal/signal-agent.ts`. */
export type SignalFaultSpec = Readonly<{
  kind: 'signal';
  signal: 'SIGTERM' | 'SIGINT' | 'SIGHUP' | 'SIGQUIT' | 'SIGABRT' | 'SIGUSR1' | 'SIGUSR2' | 'SIGKILL';
}>;
