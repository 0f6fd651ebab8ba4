/**
 * Looks for values that break a property: runs the test files that have properties with one random seed after the other, a
 * thousand values a property where it says nothing else. Ends with 1 at the first round that fails, and says its seed.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { ROOT } from './files.ts';
import { writeGroups } from './testing/groups/write-groups.ts';
import { RUNS_VARIABLE, SEED_VARIABLE } from './testing/properties.ts';

const [given = '1', ...more] = process.argv.slice(2);
const rounds = /^[1-9]\d{0,3}$/.test(given) && more.length === 0 ? Number(given) : undefined;
if (rounds === undefined) {
  process.stderr.write(
    `expected a number of rounds from 1 to 9999, got ${process.argv.slice(2).join(' ')}\n`,
  );
  process.exitCode = 2;
}

const files = writeGroups((text) => text.includes("'fast-check'"));
for (let round = 1; round <= (rounds ?? 0); round += 1) {
  const seed = randomInt(-(2 ** 31), 2 ** 31);
  process.stdout.write(`round ${round} of ${rounds}: ${SEED_VARIABLE}=${seed}\n`);
  const { status } = spawnSync(process.execPath, [`${ROOT}scripts/test.ts`, '--reporter=silent', ...files], {
    stdio: 'inherit',
    env: { ...process.env, [SEED_VARIABLE]: String(seed), [RUNS_VARIABLE]: '1000' },
  });
  if (status !== 0) {
    process.stdout.write(`failed: npm run hunt found something with ${SEED_VARIABLE}=${seed}\n`);
    process.exitCode = 1;
    break;
  }
}
