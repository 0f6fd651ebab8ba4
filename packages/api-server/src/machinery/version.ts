/** The version of Kubernetes that this presents itself as. */
export const KUBERNETES_VERSION = 'v1.36.2';

/** What `/version` says. Source: apimachinery/pkg/version/types.go. */
export const VERSION_INFO: object = {
  major: '1',
  minor: '36',
  gitVersion: KUBERNETES_VERSION,
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: 'node',
  platform: `${process.platform}/${process.arch}`,
};
