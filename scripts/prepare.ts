/**
 * What `npm install` runs at its end: builds the programs that run on this machine, unless they are up to date. The
 * local cluster starts podders from their snapshots, in a sixth of the time that starting from source takes.
 */
import { bundleCommandLine } from './build/command-line.ts';
import { isFresh, stampBuild } from './build/freshness.ts';
import { buildPodder, makeDist, PODDERS } from './build/programs.ts';
import { ROOT } from './files.ts';

if (!(await isFresh())) {
  await makeDist();
  await Promise.all([
    bundleCommandLine(`${ROOT}apps/contagion/src/main.ts`, `${ROOT}dist/contagion`),
    ...PODDERS.map((name) => buildPodder(name, process.execPath)),
  ]);
  await stampBuild();
}
