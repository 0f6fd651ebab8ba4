/** Program of one-loopback.test.ts: an epidemic on a cluster whose network nobody has chosen; prints what was seen of it. */
import { startCluster } from '../../src/index.ts';
import { mappedEpidemic } from './mapped-epidemic.ts';
import { clientOf } from './support.ts';

const [stateFolder = ''] = process.argv.slice(2);
const notices: string[] = [];
const cluster = await startCluster({
  stateFolder,
  kubeletSwitches: { maxBackoffMs: 1_000 },
  onNotice: (line) => void notices.push(line),
});
const api = clientOf(cluster.kubeconfig);
try {
  console.log(JSON.stringify({ ...(await mappedEpidemic(api)), notices }));
} finally {
  await api.close();
  await cluster.close();
}
