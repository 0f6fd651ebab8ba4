import { textFlag, type Flag } from '@pod-contagion/command-line';

/** What every command that acts on a cluster, or looks at one, can be told of which. */
export type ClusterFlags = Readonly<{
  kubeconfig: string | undefined;
  context: string | undefined;
  namespace: string | undefined;
}>;

/** The flags of the cluster; `what` is looked for in the namespace. */
export function clusterFlags(what: string): {
  readonly [Name in keyof ClusterFlags]: Flag<ClusterFlags[Name]>;
} {
  return {
    kubeconfig: textFlag(
      'path',
      'the path of a file',
      "Which cluster; default: $KUBECONFIG, ~/.kube/config, or the pod's own account.",
    ),
    context: textFlag(
      'name',
      'the name of a context',
      'Context of the kubeconfig; default: the current one.',
    ),
    namespace: {
      ...textFlag('name', 'the name of a namespace', `Where ${what}; default: the context's, else default.`),
      short: 'n',
    },
  };
}
