#!/usr/bin/env node
// By its path: the name of its package is not known before `npm install`.
import { handOver } from '../../../packages/command-line/bin/hand-over.js';

handOver({ bin: import.meta.url, name: 'pod-chaos' });
