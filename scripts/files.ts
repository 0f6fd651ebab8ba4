import { fileURLToPath } from 'node:url';

/** The folder of the repository, with a slash at its end. */
export const ROOT: string = fileURLToPath(new URL('../', import.meta.url));

/** The condition under which a workspace's package is its TypeScript source. */
export const SOURCE_CONDITION = '@pod-contagion/source';
