// A client of its own process, to be killed: flushes nat of a node, by an image whose programs enter a namespace of the test.
import { connect } from '../../src/kubernetes/connect.ts';
import { flushNode } from '../../src/nodes/flush-node.ts';

const [kubeconfig = '', image = '', run = '', durationMs = ''] = process.argv.slice(2);
const kube = await connect({ kubeconfig });
await flushNode(
  kube,
  { kind: 'flush', tables: ['nat'], families: ['ipv4'], deleteChains: true },
  { node: 'local', namespace: 'default', image, run, durationMs: Number(durationMs) },
  new AbortController().signal,
);
