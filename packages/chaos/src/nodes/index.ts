// Faults of a whole node, by pods that are made for them.
export { flushNode, type FlushNodeOptions, type FlushReport } from './flush-node.ts';
export { lookAtNode } from './look-at-node.ts';
