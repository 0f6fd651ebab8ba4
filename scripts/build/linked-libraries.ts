import { execFileSync } from 'node:child_process';

/** The absolute paths of what the dynamic loader maps for a binary or library, the loader itself among them. */
export function linkedLibraries(file: string): string[] {
  const listing = execFileSync('ldd', [file], { encoding: 'utf8' });
  return [...listing.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path]) => path as string).toSorted();
}
