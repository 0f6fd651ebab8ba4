import { ClusterClientError, describeFileError } from '../errors.ts';
import type { Credential, Credentials, KeyPair } from './credentials.ts';
import { namedFile, type NamedFile } from './named-file.ts';

/** Where a token stands, and what is known besides. */
export type TokenFileOptions = Readonly<{
  path: string;
  /** Taken as long as the file can't be read; empty for none. */
  otherwise: string;
  /** For messages: who names the file. */
  where: string;
  keyPair: () => Promise<KeyPair | undefined>;
  file?: NamedFile;
}>;

/** The token in a file, without what is blank around it; the file is read again as it rotates. */
export function tokenFileCredentials({
  path,
  otherwise,
  where,
  keyPair,
  file = namedFile(path),
}: TokenFileOptions): Credentials {
  async function token(): Promise<string> {
    try {
      const text = (await file.read()).toString('utf8').trim();
      if (text !== '') return text;
    } catch (cause) {
      if (otherwise !== '') return otherwise;
      throw problem(`${path}, got ${describeFileError(cause)}`, cause);
    }
    if (otherwise !== '') return otherwise;
    throw problem(`${path}, got an empty file`);
  }
  const problem = (got: string, cause?: unknown): ClusterClientError =>
    new ClusterClientError('CLUSTER_CREDENTIALS', `${where}: expected a token in tokenFile ${got}`, {
      cause,
    });
  async function get(): Promise<Credential> {
    return { authorization: `Bearer ${await token()}`, keyPair: await keyPair() };
  }
  return {
    get,
    async refused({ authorization }) {
      await file.readAgain();
      // Another request that was refused may have read it just before.
      return (await get()).authorization !== authorization;
    },
  };
}
