/** A certificate and its key, in PEM. */
export type KeyPair = Readonly<{ cert: string | Buffer; key: string | Buffer }>;

/** What is shown to the API server, at one time. */
export type Credential = Readonly<{
  /** Of the header of that name; undefined where there is none. */
  authorization: string | undefined;
  keyPair: KeyPair | undefined;
}>;

/** Credentials that may change: tokens and certificates rotate. */
export type Credentials = Readonly<{
  /**
   * The present ones; read, or asked of a plug-in, where those known are over.
   * @throws {ClusterClientError} CLUSTER_CREDENTIALS
   */
  get: () => Promise<Credential>;
  /** Told that the API server did not take these (401). Whether there are others now, with which to ask once more. */
  refused: (used: Credential) => Promise<boolean>;
}>;

/** Credentials that never change. */
export function fixedCredentials(credential: Credential): Credentials {
  return { get: async () => credential, refused: async () => false };
}
