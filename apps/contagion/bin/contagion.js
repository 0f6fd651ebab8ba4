#!/usr/bin/env node
// By its path: the name of its package is not known before `npm install`.
import { handOver } from '../../../packages/command-line/bin/hand-over.js';

// Hundreds of probes a second leave much garbage. V8 would let it pile up, with so much memory in the machine: a cluster of
// 300 podders would take 350 MB instead of 144.
const FLAGS = ['--max-semi-space-size=2', '--heap-growing-percent=20', '--expose-gc'];

// glibc keeps what was freed, in pieces: an arena for every thread, and ever larger blocks that are not given back.
const ENV = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

handOver({ bin: import.meta.url, name: 'contagion', flags: FLAGS, env: ENV });
