import { ClusterClientError, kubeconfigError } from '../errors.ts';
import {
  nobody,
  type ClusterEntry,
  type Config,
  type ContextEntry,
  type UserEntry,
} from '../kubeconfig/config.ts';
import type { Environment, KubeconfigFiles } from '../kubeconfig/files.ts';
import type { LoadedConfig } from '../kubeconfig/load.ts';
import { checkCluster } from './check-cluster.ts';
import { checkUser } from './check-user.ts';
import { ownAccount } from './own-account.ts';

/** Which cluster it is, and as whom. */
export type Chosen = Readonly<{
  /** Undefined in a pod that uses its own account. */
  context: string | undefined;
  cluster: ClusterEntry;
  user: UserEntry;
  namespace: string;
}>;

/** What besides kubeconfigs decides. */
export type ChoiceOptions = Readonly<{
  /** Of a flag. */
  context: string | undefined;
  env: Environment;
  accountFolder: string;
}>;

/**
 * Chooses as kubectl does: the context of the flag, else the current one. A user that is not there has no credentials;
 * a cluster that is not there is the one whose pod this is. Where kubectl would then try localhost:8080, this refuses.
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG, CLUSTER_NONE
 */
export async function choose(
  { config, read }: LoadedConfig,
  from: KubeconfigFiles,
  { context: asked, env, accountFolder }: ChoiceOptions,
): Promise<Chosen> {
  const where = read.join(', ') || from.files.join(', ') || from.from;
  const context = contextOf(config, asked, where);
  const file = context?.file ?? where;
  const user = config.users.get(context?.user ?? '') ?? nobody(context?.user ?? '', file);
  checkUser(user);
  const own = await ownAccount(env, accountFolder);
  const namespace = context?.namespace || own?.namespace || 'default';
  const cluster = config.clusters.get(context?.cluster ?? '');
  if (cluster !== undefined && cluster.server !== '') {
    checkCluster(cluster);
    return { context: context?.name, cluster, user, namespace };
  }
  if (cluster === undefined && own !== undefined && user.impersonation.user === '') {
    return { ...own, context: undefined, namespace };
  }
  if (read.length === 0) throw noneError(from);
  throw kubeconfigError(file, nothingUsable(config, context, cluster));
}

function contextOf(config: Config, asked: string | undefined, where: string): ContextEntry | undefined {
  const name = asked === undefined || asked === '' ? config.currentContext : asked;
  if (name === '') return undefined;
  const context = config.contexts.get(name);
  if (context !== undefined) return context;
  throw kubeconfigError(where, `expected one of its contexts (${listed(config.contexts)}), got ${name}`);
}

function nothingUsable(
  { clusters }: Config,
  context: ContextEntry | undefined,
  cluster: ClusterEntry | undefined,
): string {
  if (context === undefined) return 'expected a current context or --context, got neither';
  if (cluster !== undefined) return `cluster ${cluster.name}: expected the address of a server, got none`;
  const got = context.cluster === '' ? 'none' : context.cluster;
  return `context ${context.name}: expected one of its clusters (${listed(clusters)}), got ${got}`;
}

function noneError({ files, from }: KubeconfigFiles): ClusterClientError {
  const expected = 'expected --kubeconfig, $KUBECONFIG or ~/.kube/config';
  const got =
    from === 'KUBECONFIG'
      ? `a KUBECONFIG of which nothing is there: ${files.join(', ') || 'it lists nothing'}`
      : 'none';
  return new ClusterClientError('CLUSTER_NONE', `${expected}, got ${got}`);
}

function listed(entries: ReadonlyMap<string, unknown>): string {
  return [...entries.keys()].toSorted().join(', ') || 'it has none';
}
