import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Has the real tc read each of these words after `netem`, in a network namespace that ends with it. Gives what tc
 * itself complained about for each, empty where the command got as far as the kernel (which may know no netem).
 */
export function tcComplaints(folder: string, specs: readonly (readonly string[])[]): readonly string[] {
  const file = join(folder, 'batch');
  writeFileSync(file, specs.map((words) => `qdisc replace dev lo root netem ${words.join(' ')}\n`).join(''));
  const { stderr } = spawnSync('unshare', ['-n', 'tc', '-force', '-batch', file], { encoding: 'utf8' });
  const complaints = specs.map(() => '');
  let said = '';
  for (const line of stderr.split('\n')) {
    const [, number] = /^Command failed .*:([0-9]+)$/.exec(line) ?? [];
    if (number === undefined) {
      // What the kernel answers comes after tc has understood the command.
      if (!/^(Error: |RTNETLINK answers: |We have an error)/.test(line)) said += `${line}\n`;
      continue;
    }
    complaints[Number(number) - 1] = said.trim();
    said = '';
  }
  return complaints;
}
