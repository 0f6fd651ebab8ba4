export type { Cluster, ClusterOptions } from './cluster-types.ts';
export type { Image } from './node/images/image.ts';
export { startCluster } from './cluster.ts';
export { LOCAL_CLUSTER_ERROR_CODES, LocalClusterError, type LocalClusterErrorCode } from './errors.ts';
