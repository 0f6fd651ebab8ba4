/** Fails where the last run of the tests left out what it should not have; says nothing where it did not. */
import { allowedBy } from './allowed-skips.ts';
import { shown, skipsOfLastRun } from './skips.ts';

const skips = [...skipsOfLastRun().values()].flat();
const wrong = skips.filter((skip) => allowedBy(skip) === undefined);
if (wrong.length > 0) {
  process.stderr.write(
    `expected nothing to be skipped but what scripts/ci/allowed-skips.ts allows, got ${wrong.length}:\n`,
  );
  for (const skip of wrong) process.stderr.write(`  ${shown(skip)}\n`);
  process.exitCode = 1;
}
