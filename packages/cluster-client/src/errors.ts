import { CodedError } from '@pod-contagion/errors';

/** Every way in which a cluster can't be had or asked, with what each means. The docs' table is made from this. */
export const CLUSTER_CLIENT_ERROR_CODES = {
  CLUSTER_KUBECONFIG: 'a kubeconfig is missing, unreadable, or says what can not be used',
  CLUSTER_NONE: 'no kubeconfig names a cluster, and this is no pod with an account of its own',
  CLUSTER_CREDENTIALS: 'a plug-in or a token file gives no credentials',
  CLUSTER_PROXY: 'a proxy does not connect to the API server',
  CLUSTER_STRANGER: 'what answers at the address of the API server is no Kubernetes API',
  CLUSTER_UNREACHABLE: 'the API server could not be reached, or fell silent; the cause tells why',
  CLUSTER_API: 'the API server refused a request, or answered with what is no JSON',
} as const;

/** One of the codes in `CLUSTER_CLIENT_ERROR_CODES`. */
export type ClusterClientErrorCode = keyof typeof CLUSTER_CLIENT_ERROR_CODES;

/** What this package throws: a `code` to act on, a message of one line that never holds a secret. */
export class ClusterClientError extends CodedError<ClusterClientErrorCode> {
  override readonly name = 'ClusterClientError';
}

/** An error of a kubeconfig; the most frequent one. */
export function kubeconfigError(file: string, message: string, options?: ErrorOptions): ClusterClientError {
  return new ClusterClientError('CLUSTER_KUBECONFIG', `${file}: ${message}`, options);
}

/** What became of a file that could not be read, in words; the path is left to the caller. */
export function describeFileError(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'nothing there',
    ENOTDIR: 'nothing there',
    EACCES: 'no permission to read it',
    EPERM: 'no permission to read it',
    EISDIR: 'a folder',
  };
  return (code === undefined ? undefined : words[code]) ?? code ?? message ?? 'an error';
}
