import { CodedError } from '@pod-contagion/errors';

/** Every way the toolkit can fail, with what each means and the exit code it gives. The docs' table is made from this. */
export const CHAOS_ERROR_CODES = {
  CHAOS_USAGE: {
    exitCode: 2,
    meaning: 'a command, flag or option is unknown, or has a value it does not take',
  },
  CHAOS_KUBECONFIG: {
    exitCode: 2,
    meaning: 'there is no kubeconfig, it names nothing that can be used, or its credentials can not be had',
  },
  CHAOS_UNREACHABLE: { exitCode: 4, meaning: 'the API server could not be reached; the cause tells why' },
  CHAOS_FORBIDDEN: {
    exitCode: 4,
    meaning: 'the API server does not allow it; the message names verb and resource',
  },
  CHAOS_API: { exitCode: 1, meaning: 'the API server refused a request for another reason' },
  CHAOS_NO_TARGET: {
    exitCode: 4,
    meaning: 'no pod is left to be hit; the message counts why each was passed over',
  },
  CHAOS_REFUSED: {
    exitCode: 4,
    meaning: 'a rule of safety forbids it; the message names the flag that lifts it',
  },
  CHAOS_NO_NETEM: { exitCode: 4, meaning: 'the kernel of a node has no sch_netem; nothing was touched' },
  CHAOS_NO_KUBE_PROXY: {
    exitCode: 4,
    meaning:
      'the node has no rules of kube-proxy in iptables: it works in another mode, or there is none; nothing was touched',
  },
  CHAOS_CONFLICT: {
    exitCode: 4,
    meaning: 'the pod has a fault already, or a qdisc or rule of somebody else where ours would go',
  },
  CHAOS_AGENT_NOT_STARTED: {
    exitCode: 1,
    meaning: 'the agent did not start in the pod in time; it gives up by itself',
  },
  CHAOS_SET_UP: { exitCode: 1, meaning: 'the fault could not be set up; what had been done was undone' },
  CHAOS_NO_EFFECT: { exitCode: 1, meaning: 'the fault hit nothing: no packet, no pod' },
  CHAOS_UNKNOWN_EFFECT: {
    exitCode: 1,
    meaning: 'the pod was gone before anybody had counted what the fault hit in it',
  },
  CHAOS_NOT_ENDED: {
    exitCode: 1,
    meaning: 'it could not be proven that the fault is gone; the message says what may be left',
  },
  CHAOS_TIMEOUT: { exitCode: 1, meaning: 'what was waited for did not happen in time' },
} as const;

/** One of the codes in `CHAOS_ERROR_CODES`. */
export type ChaosErrorCode = keyof typeof CHAOS_ERROR_CODES;

/** What this package throws: a `code` to act on, a message of one line that says what was expected and what was got. */
export class ChaosError extends CodedError<ChaosErrorCode> {
  override readonly name = 'ChaosError';

  /** What a process that fails for this ends with. */
  get exitCode(): number {
    return CHAOS_ERROR_CODES[this.code].exitCode;
  }
}

/** An error for wrong usage; the most frequent one. */
export function usageError(message: string): ChaosError {
  return new ChaosError('CHAOS_USAGE', message);
}
