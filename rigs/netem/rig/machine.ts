import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { MARKER, type GuestLine } from './lines.ts';

/** The emulator, of Debian's qemu-system-x86. */
export const EMULATOR = 'qemu-system-x86_64';

/** Memory of the guest: Node.js in the initramfs takes 150 MB, each process of it 60 MB. */
const MEMORY_MB = 1536;

/**
 * A panic ends the machine; no serial console is slowed down by what the kernel says about itself. Programs are not on a
 * tmpfs: the kernel would count their code as shared memory of each process.
 */
const KERNEL_ARGUMENTS = [
  'console=ttyS0',
  'quiet',
  'panic=-1',
  'rdinit=/init',
  'rootfstype=ramfs',
  'mitigations=off',
];

/** One processor and memory; a clock of instructions; nothing else but a serial console. */
const OPTIONS = [
  `-accel tcg -cpu max -smp 1 -m ${MEMORY_MB}`,
  '-icount shift=0,sleep=off,align=off -rtc clock=vm',
  '-nodefaults -no-user-config -display none -no-reboot -nic none -serial stdio',
];

/** How many of the guest's last lines are kept for telling why it stopped. */
const KEPT_LINES = 200;

/** What the machine is started with, and the limit after which it is killed, in ms. */
export type MachineOptions = Readonly<{
  kernel: string;
  initramfs: string;
  /** Given to the guest's first process by the kernel's command line; values have no spaces. */
  environment: Readonly<Record<string, string>>;
  limitMs: number;
  onLine: (line: GuestLine) => void;
  onConsole?: (line: string) => void;
}>;

/** How the machine ended: by itself or by the limit, and its last words. */
export type MachineEnd = Readonly<{ exitCode: number | null; killed: boolean; console: readonly string[] }>;

/**
 * Runs a machine in software until it powers off. Its clock counts instructions (`-icount`): one instruction takes
 * 1 ns, and time in which it only waits is skipped. So what is measured in it does not depend on how busy this
 * machine is.
 */
export async function runMachine(options: MachineOptions): Promise<MachineEnd> {
  const child = spawn(EMULATOR, machineArguments(options), { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const keep = (line: string): void => {
    options.onConsole?.(line);
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
  };
  createInterface(child.stderr).on('line', keep);
  createInterface(child.stdout).on('line', (line) => {
    const at = line.indexOf(MARKER);
    if (at === -1) keep(line);
    else options.onLine(JSON.parse(line.slice(at + MARKER.length)) as GuestLine);
  });
  let killed = false;
  const kill = (): void => {
    killed = true;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(kill, options.limitMs);
  process.on('SIGINT', kill).on('SIGTERM', kill);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    return { exitCode, killed, console: lines };
  } finally {
    clearTimeout(timer);
    process.off('SIGINT', kill).off('SIGTERM', kill);
  }
}

function machineArguments({ kernel, initramfs, environment }: MachineOptions): string[] {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const append = [...KERNEL_ARGUMENTS, ...variables].join(' ');
  return [...OPTIONS.flatMap((option) => option.split(' ')), '-append', append].concat(
    ['-kernel', kernel],
    ['-initrd', initramfs],
  );
}
