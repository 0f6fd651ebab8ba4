export type { Cluster, ClusterOptions, Image } from './cluster-types.ts';
export { startCluster } from './cluster.ts';
export { LOCAL_CLUSTER_ERROR_CODES, LocalClusterError, type LocalClusterErrorCode } from './errors.ts';
