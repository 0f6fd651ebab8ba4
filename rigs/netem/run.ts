/**
 * `npm run netem [-- --groups NAME,... --minutes N --verbose]`: boots Debian's kernel under qemu and measures in it what the
 * agent's own code does with netem, cgroups of version 2 and IPVS, because most build machines lack one of them. Prints the table of what
 * was measured; exit 1 where a claim does not hold. Docs: docs/chaos/netem-proof.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../scripts/files.ts';
import { bundleProgram } from './rig/bundle.ts';
import { kernelImage, makeInitramfs } from './rig/initramfs.ts';
import type { GuestLine } from './rig/lines.ts';
import { EMULATOR, runMachine } from './rig/machine.ts';
import { unpackedPackages } from './rig/packages.ts';
import { claimTables } from './rig/table.ts';
import { judge } from './rig/verdict.ts';

/** After how many minutes the machine is killed, unless told otherwise: half of it is enough where nothing else runs. */
const LIMIT_MINUTES = 60;

/** Node.js as the lock file pins it: what the agent's image holds. */
const NODE = `${ROOT}node_modules/node/bin/node`;

/** A name with an address of each family, for scopes by name. */
const HOSTS = '127.0.0.1 localhost\n10.5.0.10 server\nfd05::10 server\n';

/** How many of the machine's last lines are shown where it did not come to its end. */
const LAST_LINES = 30;

const { values } = parseArgs({
  options: {
    groups: { type: 'string', default: '' },
    minutes: { type: 'string', default: String(LIMIT_MINUTES) },
    verbose: { type: 'boolean', default: false },
  },
});

const limitMs = Number(values.minutes) * 60_000;
if (!(limitMs > 0)) {
  note(`expected a number of minutes, got ${JSON.stringify(values.minutes)}`);
  process.exit(2);
}

function note(text: string): void {
  process.stderr.write(`netem: ${text}\n`);
}

function show(line: GuestLine): void {
  if (line.event === 'up') note(`Linux ${line.kernel}, Node.js ${line.node}`);
  else if (line.event === 'group') note(line.group);
  else if (line.event === 'claim') note(`  ${line.holds ? 'yes' : 'NO '} ${line.what}: ${line.measured}`);
  else if (line.event === 'broken') note(`  BROKEN ${line.error}`);
  else note(`done after ${line.seconds.toFixed(0)} s by the guest's clock`);
}

if (spawnSync(EMULATOR, ['--version']).status !== 0) {
  note(`expected ${EMULATOR}: apt-get install --no-install-recommends qemu-system-x86`);
  process.exit(2);
}
const packages = await unpackedPackages(note);
const files = new Map([
  ['/etc/nsswitch.conf', 'hosts: files\n'],
  // As in Debian: without it only the first line of a name counts.
  ['/etc/host.conf', 'multi on\n'],
  ['/etc/hosts', HOSTS],
  ['/init', await readFile(`${ROOT}rigs/netem/guest/init.sh`, 'utf8')],
  ['/proof.mjs', await bundleProgram(`${ROOT}rigs/netem/guest/main.ts`)],
  ['/station.mjs', await bundleProgram(`${ROOT}rigs/netem/guest/station/main.ts`)],
  ['/chaos-agent/main.mjs', await bundleProgram(`${ROOT}apps/chaos-agent/src/main.ts`)],
]);
const archive = await makeInitramfs({ packages, node: NODE, files });
const folder = await mkdtemp(join(tmpdir(), 'netem-'));
try {
  const initramfs = join(folder, 'initramfs');
  await writeFile(initramfs, archive);
  const lines: GuestLine[] = [];
  note('booting');
  const end = await runMachine({
    kernel: await kernelImage(packages),
    initramfs,
    environment: { NETEM_GROUPS: values.groups },
    limitMs,
    onLine: (line) => {
      lines.push(line);
      show(line);
    },
    onConsole: (line) => {
      if (values.verbose) process.stderr.write(`${line}\n`);
    },
  });
  const { claims, failures } = judge(lines);
  process.stdout.write(claimTables(claims));
  if (end.killed) failures.push(`the machine was killed after ${values.minutes} minutes, or by a signal`);
  if (!lines.some(({ event }) => event === 'done')) {
    process.stderr.write(`${end.console.slice(-LAST_LINES).join('\n')}\n`);
  }
  for (const failure of failures) note(`FAILED ${failure}`);
  const held = claims.filter(({ holds }) => holds).length;
  process.stdout.write(`\n${held} of ${claims.length} claims hold.\n`);
  if (failures.length > 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
