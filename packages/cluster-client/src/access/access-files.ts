import { describeFileError, kubeconfigError } from '../errors.ts';
import type { ClusterEntry, UserEntry } from '../kubeconfig/config.ts';
import type { KeyPair } from '../credentials/credentials.ts';
import { namedFile } from '../credentials/named-file.ts';

/** What a cluster and a user name in files or give as data; undefined where they have none. */
export type AccessFiles = Readonly<{
  authority: (() => Promise<Buffer>) | undefined;
  keyPair: (() => Promise<KeyPair>) | undefined;
}>;

/**
 * Reads them once, so that what is missing is said before anything is asked; later they are read again as they change.
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG
 */
export async function accessFiles(cluster: ClusterEntry, user: UserEntry): Promise<AccessFiles> {
  const { clientCertificate, clientCertificateData, clientKey, clientKeyData } = user;
  const ofUser = `user ${user.name}: expected a file as`;
  const authority = await part(
    cluster.certificateAuthorityData,
    cluster.certificateAuthority,
    cluster.file,
    `cluster ${cluster.name}: expected a file as certificate-authority`,
  );
  const cert = await part(
    clientCertificateData,
    clientCertificate,
    user.file,
    `${ofUser} client-certificate`,
  );
  // A key by itself is none, and is not looked at.
  const key = cert && (await part(clientKeyData, clientKey, user.file, `${ofUser} client-key`));
  return {
    authority,
    keyPair: cert && key && (async () => ({ cert: await cert(), key: await key() })),
  };
}

async function part(
  data: Buffer | undefined,
  path: string,
  file: string,
  expected: string,
): Promise<(() => Promise<Buffer>) | undefined> {
  if (data !== undefined) return async () => data;
  if (path === '') return undefined;
  const { read } = namedFile(path);
  await read().catch((cause: unknown) => {
    throw kubeconfigError(file, `${expected}, got ${describeFileError(cause)} (${path})`, { cause });
  });
  return read;
}
