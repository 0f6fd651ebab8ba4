/**
 * Packages of hundreds of small files that nearly every test file loads: their names, and where `npm test` keeps each as one
 * file. Finding and linking the files takes longer than most tests.
 */
export const ONE_FILE_PACKAGES: readonly string[] = ['tap', '@kubernetes/client-node'];

/** The one file of a package, made by bundle-packages.ts. */
export function oneFileOf(name: string): URL {
  return new URL(`../../node_modules/.cache/one-file/${name.replace('/', '+')}.mjs`, import.meta.url);
}
