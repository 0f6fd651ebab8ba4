/** Volumes of pods whose processes are real: what containers find there, and that nothing of it is left. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import t from 'tap';
import {
  clientOf,
  freshFolder,
  pod,
  PODS,
  startFor,
  startHost,
  until,
  untilReady,
  type Api,
} from './support.ts';

const VOLUME = { volumes: [{ name: 'lives', emptyDir: { medium: '', sizeLimit: '1Gi' } }] };
const MOUNT = { volumeMounts: [{ name: 'lives', mountPath: '/var/lib/lives' }] };

/** A pod whose first life ends by itself and whose second does not. */
function twice(name: string): object {
  const code = `echo life >>/var/lib/lives/all; test $(wc -l <"$LIVES") = 2 && exec sleep 120; exit 1`;
  const env = [{ name: 'LIVES', value: '/var/lib/lives/all' }];
  return pod(name, 'shell', VOLUME, { args: [code], env, ...MOUNT });
}

/** Waits for the second life and gives the folder of the volume. */
async function untilSecondLife(api: Api, name: string, clusterFolder: string): Promise<string> {
  const { metadata } = await until('a second life', async () => {
    const found = await api.get(`${PODS}/${name}`);
    const [status] = found.status.containerStatuses ?? [];
    return status?.restartCount === 1 && status.state.running !== undefined && found;
  });
  return join(clusterFolder, 'volumes', metadata.uid, 'lives');
}

t.test('a volume outlasts a container, is found by what runs beside it, and goes with the pod', async (t) => {
  const { cluster, api, stateFolder } = await startFor(t);
  const probed = {
    readinessProbe: { exec: { command: ['test', '-s', '/var/lib/lives/all'] }, periodSeconds: 1 },
  };
  await api.create(
    PODS,
    pod('probed', 'shell', VOLUME, {
      args: ['echo >$0/all; sleep 120', '/var/lib/lives'],
      ...probed,
      ...MOUNT,
    }),
  );
  await api.create(PODS, twice('twice'));
  const volume = await untilSecondLife(api, 'twice', dirname(cluster.kubeconfig));
  t.equal(readFileSync(join(volume, 'all'), 'utf8'), 'life\nlife\n');
  await untilReady(api, 2);
  await api.delete(`${PODS}/twice`);
  await until('the volume to be gone', () => !existsSync(dirname(volume)));
  await cluster.close();
  t.same(readdirSync(stateFolder), [], 'nor is there one of the other');
});

t.test('kill -9 of a cluster: the next start removes its volumes', async (t) => {
  const stateFolder = freshFolder(t);
  const host = await startHost(t, { stateFolder });
  const api = clientOf(host.kubeconfig);
  await api.create(PODS, twice('twice'));
  const volume = await untilSecondLife(api, 'twice', dirname(host.kubeconfig));
  await api.close();
  host.child.kill('SIGKILL');
  await host.ended;
  t.ok(existsSync(volume));
  const { cluster } = await startFor(t, { stateFolder });
  t.same(readdirSync(stateFolder), [basename(dirname(cluster.kubeconfig))]);
});
