import { switchFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';

/** Which cluster, and how the result is written. */
export type ClusterFlags = Readonly<{
  kubeconfig: string | undefined;
  context: string | undefined;
  json: boolean;
}>;

/** Flags of every command that asks the API. */
export const CLUSTER_FLAGS: FlagsTable<ClusterFlags> = {
  kubeconfig: textFlag(
    'path',
    'the path of a file',
    "Which cluster; default: $KUBECONFIG, ~/.kube/config, or the pod's own account.",
  ),
  context: textFlag('name', 'the name of a context', 'Context of the kubeconfig; default: the current one.'),
  json: switchFlag('Writes JSON, one object a line.'),
};
