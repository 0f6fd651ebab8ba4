import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { anyNetem } from '../../../../packages/chaos/test/faults/network/testing/netem-arbitrary.ts';
import { netemArguments } from '../../../../packages/chaos/src/faults/network/netem/arguments.ts';
import { validateNetem } from '../../../../packages/chaos/src/faults/network/netem/validate.ts';
import type { NetemSpec } from '@pod-contagion/chaos/faults';
import { run, runIn } from '../lab/command.ts';
import type { Group } from '../lab/laboratory.ts';
import { differences, type ReadBack } from '../lab/read-back.ts';

/** How many valid specifications are tried, each on a device of its own. */
const SPECS = 500;

/** Where the devices are. */
const PLACE = 'specs';

/** How many differences are shown. */
const SHOWN = 3;

/** Any valid specification is taken by a real kernel, and is there what it was asked to be. */
export const specs: Group = {
  name: 'specs',
  check: async ({ claim }) => {
    const seed = Date.now() & 0x7fffffff;
    const valid = validSpecs(seed);
    await run('ip', 'netns', 'add', PLACE);
    const devices = valid.map((_, index) => `d${index}`);
    await batch(
      'ip',
      devices.map((name) => `link add ${name} type dummy`),
    );
    const began = valid.map(
      (spec, index) => `qdisc add dev d${index} root handle 1: netem ${netemArguments(spec).join(' ')}`,
    );
    const complaints = await batch('tc', began);
    claim({
      what: `${valid.length} random specifications (seed ${seed}) given to the kernel`,
      expected: 'all taken',
      measured: complaints === '' ? 'all taken' : complaints.slice(0, 500),
      holds: complaints === '',
    });
    const read = JSON.parse(await runIn(PLACE, 'tc', '-j', 'qdisc', 'show')) as ReadBack[];
    const wrong = valid.flatMap((spec, index) => {
      const qdisc = read.find(({ dev, kind }) => dev === `d${index}` && kind === 'netem');
      const found = qdisc === undefined ? ['not there'] : differences(spec, qdisc);
      return found.map((difference) => `${netemArguments(spec).join(' ')}: ${difference}`);
    });
    claim({
      what: `the same read back with tc -j qdisc show`,
      expected: `as asked, to the 6 digits that tc prints`,
      measured:
        wrong.length === 0 ? 'as asked' : `${wrong.length} differ: ${wrong.slice(0, SHOWN).join('; ')}`,
      holds: wrong.length === 0,
    });
    await run('ip', 'netns', 'del', PLACE);
  },
};

function validSpecs(seed: number): NetemSpec[] {
  const valid: NetemSpec[] = [];
  for (const spec of fc.sample(anyNetem, { numRuns: SPECS * 10, seed })) {
    try {
      if (valid.length < SPECS) valid.push(validateNetem(spec));
    } catch {
      // The arbitrary makes some that break rules between fields.
    }
  }
  return valid;
}

/** Runs many commands of ip or tc in one process, each for itself; gives what it complained of. */
async function batch(program: string, commands: readonly string[]): Promise<string> {
  const file = `/tmp/${program}.batch`;
  await writeFile(file, `${commands.join('\n')}\n`);
  try {
    await runIn(PLACE, program, '-force', '-batch', file);
    return '';
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr ?? error);
  }
}
