import { ClusterClientError, openAccess, type Access } from '@pod-contagion/cluster-client';
import { ContagionError } from '../errors.ts';

/** Which kubeconfig, and which of its contexts; both may be left out. */
export type AccessOptions = Readonly<{
  kubeconfig?: string | undefined;
  context?: string | undefined;
  /** Told on one line why something takes longer. */
  onDelay?: ((line: string) => void) | undefined;
}>;

/**
 * The way to the cluster that kubectl would act on, with credentials: a plug-in that gives them has been run.
 * @throws {ContagionError} CONTAGION_KUBECONFIG
 */
export async function readAccess(
  options: AccessOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Access> {
  try {
    const access = await openAccess({ ...options, env });
    await access.prepare();
    return access;
  } catch (cause) {
    if (!(cause instanceof ClusterClientError)) throw cause;
    throw new ContagionError('CONTAGION_KUBECONFIG', cause.message, { cause });
  }
}
