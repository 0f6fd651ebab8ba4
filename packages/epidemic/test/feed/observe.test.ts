import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { REACHED_AT } from '../../../notations/src/reached-at.ts';
import { openSmallApi, sendJson } from '../../../cluster-client/test/testing/small-api.ts';
import { observeEpidemic } from '../../src/feed/index.ts';
import type { PodObject } from '../../src/pod-facts.ts';

/** A podder at an address of its own that tells what it is asked to. */
async function openPodder(t: Test, report: object): Promise<number> {
  const server = createServer((_, response) => void response.end(JSON.stringify(report)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const pod = (
  name: string,
  port: number,
  podIP: string,
  annotations: Record<string, string> = {},
): PodObject => ({
  metadata: { uid: name, name, resourceVersion: '5', annotations },
  spec: { containers: [{ name: 'podder', ports: [{ name: 'health', containerPort: port }] }] },
  status: {
    podIP,
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'podder', containerID: `${name}-1`, state: { running: {} } }],
  },
});

t.test('pods by a watch, infections by asking them, wherever they are reached', async (t) => {
  const ill = { state: 'incubating', strain: 'flu', generation: 1, from: 'somebody' };
  const port = await openPodder(t, ill);
  const elsewhere = await openPodder(t, { ...ill, generation: 2, from: 'here' });
  const reachedAt = { [REACHED_AT]: JSON.stringify({ host: '127.0.0.1', ports: { 8081: elsewhere } }) };
  const watches: ServerResponse[] = [];
  const api = await openSmallApi(({ query }, response) => {
    if (query.get('watch') === 'true') {
      response.writeHead(200).flushHeaders();
      watches.push(response);
    } else {
      const items = [pod('here', port, '127.0.0.1'), pod('there', 8081, '192.0.2.1', reachedAt)];
      sendJson(response, { kind: 'PodList', metadata: { resourceVersion: '10' }, items });
    }
  });
  t.teardown(() => api.close());
  const events: string[] = [];
  const breaks: unknown[] = [];
  const observed = { namespace: 'lab', labelSelector: 'app=podder' };
  const observer = observeEpidemic(api.client, observed, {
    onChange: (_, happened) => void events.push(...happened.map((each) => `${each.pod} ${each.event}`)),
    onBreak: (error) => void breaks.push(error),
  });
  t.teardown(() => observer.close());
  await until('both to be known as ill', () => observer.present.counts.incubating === 2);
  const whose = [...observer.infections.all()].map(({ pod: name, from }) => `${name} of ${from}`);
  t.same(whose.toSorted(), ['here of somebody', 'there of here']);
  t.match(api.received[0], { path: '/api/v1/namespaces/lab/pods' });
  t.equal(api.received[0]?.query.get('labelSelector'), 'app=podder');
  const gone = { type: 'DELETED', object: pod('here', port, '127.0.0.1') };
  watches[0]?.write(`${JSON.stringify(gone)}\n`);
  await until('it to be gone', () => events.includes('here deleted'));
  t.same([...observer.present.podders.keys()], ['there']);
  t.same(breaks, []);
  await observer.close();
  t.ok(watches[0]?.destroyed || (await until('the end of the watch', () => watches[0]?.destroyed)));
});
