// A client of its own process, to be killed: runs a fault in one pod and prints its events.
import { connect } from '../../src/kubernetes/connect.ts';
import { runFault } from '../../src/run/run-fault.ts';
import { never, runningTarget } from './cluster.ts';
import { DISCONNECT } from './real-network.ts';

const [kubeconfig = '', name = '', run = '', durationMs = ''] = process.argv.slice(2);
const kube = await connect({ kubeconfig });
const target = await runningTarget(kube, name);
const onEvent = (event: object): void => void process.stdout.write(`${JSON.stringify(event)}\n`);
await runFault(kube, [target], DISCONNECT, { run, durationMs: Number(durationMs), onEvent }, never);
