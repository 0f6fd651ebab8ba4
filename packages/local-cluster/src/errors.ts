import { CodedError } from '@pod-contagion/errors';

/** Every way a local cluster can fail to start, with what each means. The docs' table is made from this. */
export const LOCAL_CLUSTER_ERROR_CODES = {
  INVALID_OPTION: 'an option of startCluster has a value that cannot be meant',
  STATE_FOLDER: 'the folder of state could not be made, read or written',
  KUBECONFIG_NOT_OURS: 'the file chosen for the kubeconfig exists and was not written by a local cluster',
  KUBECONFIG_IN_USE: 'the file chosen for the kubeconfig belongs to a local cluster that runs',
  KUBECONFIG_PATH: 'the file chosen for the kubeconfig cannot be written, or not be named in KUBECONFIG',
  PORT_IN_USE: 'another process listens on the port chosen for the API server',
  LISTEN_FAILED: 'a listener could not be opened for another reason; the cause tells it',
  NO_ADDRESS_RANGE: 'other clusters, or routes of this machine, have all the address ranges there are',
  LOOPBACK_NOT_AVAILABLE:
    'an address per pod was asked for, and of 127.0.0.0/8 only 127.0.0.1 is up, as on macOS',
  NO_FREE_PORT: 'all the ports for pods that share one address are in use',
  NO_POD_ADDRESS: 'all the addresses for pods are in use',
  NOT_LINUX: 'network namespaces were asked for, and this is not Linux',
  NOT_ROOT: 'network namespaces were asked for, and this user is not root',
  NO_IP_COMMAND: 'network namespaces were asked for, and there is no command `ip` that works',
  NAMESPACE_NOT_ALLOWED: 'network namespaces were asked for, and this machine does not let root make them',
  IP_COMMAND_FAILED: 'the command `ip` failed; the message holds what it said',
} as const;

/** One of the codes in `LOCAL_CLUSTER_ERROR_CODES`. */
export type LocalClusterErrorCode = keyof typeof LOCAL_CLUSTER_ERROR_CODES;

/** What starting a cluster throws: a `code` to act on, a message that says what was expected and what was got. */
export class LocalClusterError extends CodedError<LocalClusterErrorCode> {
  override readonly name = 'LocalClusterError';
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
