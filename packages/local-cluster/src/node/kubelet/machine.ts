import { readFileSync } from 'node:fs';
import { arch, availableParallelism, platform, release, totalmem, version } from 'node:os';
import { runCommandNow } from '../../host/run-command.ts';
import type { Machine } from './node-object.ts';

/** What a system tells of itself; tests give what another would tell. */
export type MachineSources = Readonly<{
  platform: string;
  /** The text of a file; empty where there is none. */
  read: (file: string) => string;
  /** What a program prints; empty where it can't be run. */
  print: (command: string, ...args: readonly string[]) => string;
}>;

const THIS: MachineSources = {
  platform: platform(),
  read: (file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  },
  print: (command, ...args) => runCommandNow(command, args)?.stdout ?? '',
};

/** The machine that this process runs on. */
export function thisMachine(sources: MachineSources = THIS): Machine {
  return {
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    architecture: arch(),
    platform: sources.platform,
    kernelVersion: release(),
    ...(sources.platform === 'darwin' ? ofMacos(sources) : ofLinux(sources)),
  };
}

type Names = Pick<Machine, 'osImage' | 'machineId' | 'bootId'>;

/** The name that a Linux gives itself; elsewhere what the system says of its version. Source: os-release(5). */
function ofLinux({ read }: MachineSources): Names {
  return {
    osImage: /^PRETTY_NAME="?([^"\n]+)/m.exec(read('/etc/os-release'))?.[1] ?? version(),
    machineId: firstLine(read('/etc/machine-id')),
    bootId: firstLine(read('/proc/sys/kernel/random/boot_id')),
  };
}

/** `macOS 15.1`, out of the file that sw_vers(1) reads; macOS has no file with an id of the machine. */
function ofMacos({ read, print }: MachineSources): Names {
  const plist = read('/System/Library/CoreServices/SystemVersion.plist');
  const valueOf = (key: string): string | undefined =>
    new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(plist)?.[1];
  const [name, number] = [valueOf('ProductName'), valueOf('ProductVersion')];
  return {
    osImage: name === undefined || number === undefined ? version() : `${name} ${number}`,
    machineId: '',
    bootId: firstLine(print('sysctl', '-n', 'kern.bootsessionuuid')),
  };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
