import { createServer, type AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { dialPod } from '../../../src/api/streams/pod-dialer.ts';
import type { ReachableContainer } from '../../../src/api/containers.ts';
import { REACHED_AT } from '@pod-contagion/notations';
import type { Pod } from '../../../src/machinery/objects.ts';
import { dialHere } from '../../../src/api/streams/dial-here.ts';
import { pod as podOf } from '../fixture.ts';

/** Listens somewhere, and gives the port. */
async function listen(t: Test): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** What a dialer needs, where this is the pod that there is, and its container listens at these places. */
function contextOf(present: Pod | undefined, listeners: { host: string; port: number }[] = []) {
  const container = { listeners: async () => listeners, dial: dialHere } as unknown as ReachableContainer;
  return {
    registry: { find: () => present } as never,
    runtime: { openLog: async () => undefined, find: () => container },
  };
}

const withAddress = (podIP: string, annotations: Record<string, string> = {}): Pod => ({
  ...podOf('p', { uid: 'uid-1', annotations }),
  status: { podIP },
});

t.test('a pod is reached where it answers', async (t) => {
  const port = await listen(t);
  const own = withAddress('127.0.0.1');
  (await dialPod(contextOf(own), own, port)).destroy();

  const reachedAt = JSON.stringify({ host: '127.0.0.1', ports: { 80: port } });
  const mapped = withAddress('127.99.0.1', { [REACHED_AT]: reachedAt });
  (await dialPod(contextOf(mapped), mapped, 80)).destroy();
  await t.rejects(
    dialPod(contextOf(mapped), mapped, port),
    /connection refused/,
    'that port may be anybody’s',
  );
  (await dialPod(contextOf(mapped, [{ host: '127.0.0.1', port }]), mapped, port)).destroy();
});

t.test('a pod without an address, or gone, is nobody else', async (t) => {
  const port = await listen(t);
  const none = withAddress('');
  await t.rejects(
    dialPod(contextOf(none), none, port),
    /inside the pod: dial tcp :\d+: connect: connection refused/,
  );
  const own = withAddress('127.0.0.1');
  const successor = { ...own, metadata: { ...own.metadata, uid: 'uid-2' } };
  for (const present of [undefined, successor]) {
    await t.rejects(dialPod(contextOf(present), own, port), /sandbox container is not running/);
  }
});
