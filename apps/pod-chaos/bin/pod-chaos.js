#!/usr/bin/env node
import { handOver } from '@pod-contagion/command-line/hand-over';

handOver({ bin: import.meta.url, name: 'pod-chaos' });
