#!/usr/bin/env node
import { handOver } from '@pod-contagion/command-line/hand-over';

// Hundreds of probes a second leave much garbage. V8 would let it pile up, with so much memory in the machine: a cluster of
// 300 podders would take 350 MB instead of 160.
const FLAGS = ['--max-semi-space-size=2', '--heap-growing-percent=20', '--expose-gc'];

// glibc gives every thread an arena of its own, in which what was freed stays in pieces.
const ENV = { MALLOC_ARENA_MAX: '2' };

handOver({ bin: import.meta.url, name: 'contagion', flags: FLAGS, env: ENV });
