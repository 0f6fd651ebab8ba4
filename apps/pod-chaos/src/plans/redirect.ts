import { usageError } from '../errors.ts';
import type { RedirectFlags } from '../flags/redirect.ts';

const DEFAULT_INTERFACE = 'eth0';

/** Where a proxy in a pod stands. */
export type RedirectPlan = Readonly<{
  interface: string;
  port: number;
  except: readonly string[];
  resetsOpen?: true;
}>;

/**
 * Reads it from the flags.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planRedirect({
  port,
  except,
  'reset-open': resetsOpen,
  interface: name = DEFAULT_INTERFACE,
}: RedirectFlags): RedirectPlan {
  if (port === undefined)
    throw usageError("expected --port, the port at which the pod's program listens, got none");
  return { interface: name, port, except, ...(resetsOpen && { resetsOpen }) };
}
