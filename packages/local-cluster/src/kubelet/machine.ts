import { readFileSync } from 'node:fs';
import { arch, availableParallelism, platform, release, totalmem, version } from 'node:os';
import type { Machine } from './node-object.ts';

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    architecture: arch(),
    platform: platform(),
    kernelVersion: release(),
    osImage: osImage(),
    machineId: firstLine('/etc/machine-id'),
    bootId: firstLine('/proc/sys/kernel/random/boot_id'),
  };
}

/** The name that a Linux gives itself; elsewhere what the system says of its version. */
function osImage(): string {
  const pretty = /^PRETTY_NAME="?([^"\n]*)/m.exec(contentOf('/etc/os-release'))?.[1];
  return pretty ?? version();
}

function firstLine(file: string): string {
  return contentOf(file).split('\n')[0] ?? '';
}

/** A file of the system that may not be there. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
