import type { V1Pod } from '@kubernetes/client-node';
import t from 'tap';
import { containerToKill, whyNotRunning } from '../../src/kill/container-to-kill.ts';
import { whyContainerIsNotKilled } from '../../src/kill/why-not-killed.ts';
import { instanceOf } from '../../src/run/signal-evidence.ts';
import {
  containerStatus,
  longRunningContainers,
  longRunningStatuses,
} from '../../src/targets/pod-containers.ts';
import { targetOf } from '../testing/cluster.ts';

const status = (name: string, state: object) => ({
  name,
  image: '',
  imageID: '',
  ready: true,
  restartCount: 2,
  containerID: `containerd://${name}`,
  state,
});
const POD = {
  metadata: { namespace: 'shop', name: 'web', uid: 'u' },
  spec: {
    containers: [{ name: 'main' }],
    initContainers: [{ name: 'set-up' }, { name: 'proxy', restartPolicy: 'Always' }],
  },
  status: {
    containerStatuses: [status('main', { running: {} })],
    initContainerStatuses: [
      status('set-up', { terminated: { exitCode: 0 } }),
      status('proxy', { running: {} }),
    ],
  },
};

t.test('a sidecar is a container, an init container that ends is none', async (t) => {
  t.same(
    longRunningContainers(POD).map(({ name }) => name),
    ['proxy', 'main'],
  );
  t.same(
    longRunningStatuses(POD).map(({ name }) => name),
    ['proxy', 'main'],
  );
  t.match(containerStatus(POD, 'proxy'), { state: { running: {} } });
  t.equal(containerStatus(POD, 'nobody'), undefined);
  t.same(longRunningContainers({}), []);
});

t.test('it is found by its name, and never taken for the one that is meant without a name', async (t) => {
  t.equal(containerToKill(POD, 'proxy'), 'proxy');
  t.equal(containerToKill(POD, undefined), 'main');
  t.equal(whyNotRunning(POD, 'proxy'), undefined);
  t.equal(instanceOf(POD, 'proxy'), 'containerd://proxy 2 runs');
  t.throws(() => containerToKill(POD, 'set-up'), { message: /\(proxy, main\), got "set-up"/ });
});

t.test('a dry run refuses what the run refuses', async (t) => {
  const why = (pod: V1Pod, container: string, via: 'auto' | 'exec' = 'auto') =>
    whyContainerIsNotKilled(targetOf(pod), { container, via });
  t.equal(why(POD, 'proxy'), undefined);
  t.match(why(POD, 'other'), { code: 'CHAOS_USAGE' });
  const ended = {
    spec: POD.spec,
    metadata: POD.metadata,
    status: { initContainerStatuses: [status('proxy', { terminated: { reason: 'Error' } })] },
  };
  t.match(why(ended, 'proxy'), { code: 'CHAOS_NO_EFFECT', message: /container proxy does not run: Error/ });
  t.match(why({ ...POD, spec: { ...POD.spec, containers: [], hostPID: true } }, 'proxy'), {
    code: 'CHAOS_REFUSED',
  });
  const local = { ...status('proxy', { running: {} }), containerID: 'local://1' };
  t.match(why({ ...POD, status: { initContainerStatuses: [local] } }, 'proxy', 'exec'), {
    code: 'CHAOS_REFUSED',
  });
});
