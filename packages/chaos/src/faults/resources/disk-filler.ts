import { randomFillSync } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '@pod-contagion/errors';
import type { Effect, LetGo } from '../fault-agent.ts';
import { formatBytes } from './describe.ts';
import { diskBounds, tightestDisk } from './disk-bounds.ts';
import { isNear } from './level.ts';
import { DISK_COUNT_EVERY_MS, DISK_GUARD_EVERY_MS, DISK_STEP_BYTES } from './limits.ts';
import { rampedShare } from './ramp.ts';
import { diskUsage, onDisk, readFileSystem } from './read-disk.ts';
import type { FillDiskFaultSpec } from './spec.ts';

/** Writes a file step by step. */
export type DiskFiller = Readonly<{
  /** Makes the file, which must not be there, and begins to write it. */
  begin: () => Promise<void>;
  /** Writes no more; the file is left where it is. */
  end: () => Promise<void>;
  effect: () => Promise<Effect>;
}>;

/** Makes a filler; `letGo` is told when it has ended by itself. */
export function createDiskFiller(
  spec: FillDiskFaultSpec,
  { folder, file }: Readonly<{ folder: string; file: string }>,
  letGo: (why: LetGo) => void,
): DiskFiller {
  const untilEvicted = spec.untilEvicted === true;
  // Different in each step, so that no file system keeps one for several, or makes it shorter.
  const content = Buffer.alloc(DISK_STEP_BYTES);
  const over = new AbortController();
  let isFull = false;
  let writing: Promise<void> = Promise.resolve();
  let written = 0;
  let note: string | undefined;
  let others = 0;
  let countedAtMs = -Infinity;

  async function room(): Promise<Readonly<{ bytes: number; words: string }>> {
    if (performance.now() - countedAtMs > DISK_COUNT_EVERY_MS) {
      others = await diskUsage(folder, file);
      countedAtMs = performance.now();
    }
    const readings = { ...(await readFileSystem(folder)), usedBytes: others + (await onDisk(file)) };
    const bound = tightestDisk(diskBounds(readings, spec.evictsAtBytes, untilEvicted));
    return { bytes: bound?.roomBytes ?? Infinity, words: bound?.words ?? '' };
  }

  async function writeStep(handle: FileHandle, bytes: number): Promise<void> {
    randomFillSync(content, 0, bytes);
    try {
      const { bytesWritten } = await handle.write(content, 0, bytes, written);
      written += bytesWritten;
      // What is only in memory is not on the disk yet, and counts against the pod's memory.
      await handle.datasync();
    } catch (error) {
      if (systemCode(error) !== 'ENOSPC') throw error;
      isFull = true;
      note = `the file system is full after ${formatBytes(written)}`;
    }
  }

  async function keepOn(handle: FileHandle): Promise<void> {
    const begunAtMs = performance.now();
    try {
      while (!over.signal.aborted) {
        const { bytes, words } = await room();
        if (bytes < 0 || (isFull && !untilEvicted)) {
          note ??= `the guard let go: ${words}`;
          letGo({});
          return;
        }
        const wanted = Math.floor(spec.bytes * rampedShare(performance.now() - begunAtMs, spec.rampMs));
        const step = isFull ? 0 : Math.min(wanted - written, DISK_STEP_BYTES, bytes);
        if (step > 0) await writeStep(handle, step);
        if (step <= 0 || spec.rampMs !== undefined) await sleep(DISK_GUARD_EVERY_MS);
      }
    } finally {
      await handle.close();
    }
  }

  return {
    begin: async () => {
      const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
      const handle = await open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
      writing = keepOn(handle).catch((error: unknown) => letGo({ error }));
    },
    end: async () => {
      over.abort();
      await writing;
    },
    effect: async () => {
      const reached = await onDisk(file);
      const level = { asked: spec.bytes, reached, unit: 'bytes' } as const;
      return {
        hits: isNear(level) || (isFull && untilEvicted) ? reached : 0,
        unit: 'bytes',
        level,
        ...(note === undefined ? {} : { note }),
      };
    },
  };
}
