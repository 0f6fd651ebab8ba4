import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import {
  deployment,
  DEPLOYMENTS,
  freshFolder,
  LISTENS,
  PODS,
  processesOf,
  service,
  SERVICES,
  startFor,
  talk,
  until,
  untilReady,
  type Json,
  type Started,
} from './support.ts';

const skip = missing('127.0.0.0/8');

/** Gives a cluster three pods behind a Service that has a node port of its own choice. */
async function fill({ api }: Started): Promise<{ names: string[]; ips: string[]; service: Json }> {
  await api.create(SERVICES, service('named', 8000, { type: 'LoadBalancer' }));
  await api.create(DEPLOYMENTS, deployment('named', 'named', 3, LISTENS));
  const pods = await untilReady(api, 3);
  const found = await until('an address of the load balancer', async () => {
    const object = await api.get(`${SERVICES}/named`);
    return object.status.loadBalancer.ingress?.[0].ip !== undefined && object;
  });
  await until('the Service', async () => (await talk(found.spec.clusterIP, 8000)).startsWith('named-'));
  return {
    names: pods.map(({ metadata }) => metadata.name),
    ips: pods.map(({ status }) => status.podIP),
    service: found,
  };
}

t.test('two clusters on one machine, in one folder of state', { skip }, async (t) => {
  const options = { stateFolder: freshFolder(t), network: 'loopback' } as const;
  const [one, two] = await Promise.all([startFor(t, options), startFor(t, options)]);
  t.not(one.cluster.url, two.cluster.url);
  const [first, second] = await Promise.all([fill(one), fill(two)]);
  const all = [first, second].flatMap(({ ips, service: { spec, status } }) =>
    ips.concat(spec.clusterIP, status.loadBalancer.ingress[0].ip),
  );
  t.equal(new Set(all).size, 10, 'no address is in both');

  for (const { api, names } of [
    { ...one, ...first },
    { ...two, ...second },
  ]) {
    const { items } = await api.get(PODS);
    t.same(new Set(items.map(({ metadata }: Json) => metadata.name)), new Set(names), 'its own pods only');
    t.equal((await api.get('/api/v1/nodes')).items.length, 1);
  }
  const places = ({ service: { spec, status } }: typeof first): [string, number][] => [
    [spec.clusterIP, 8000],
    [status.loadBalancer.ingress[0].ip, 8000],
  ];
  for (const each of [first, second]) {
    for (const [host, port] of places(each)) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => talk(host, port)));
      t.same(
        answers.filter((answer) => !each.names.includes(answer)),
        [],
        `${host} leads to pods of its own cluster`,
      );
    }
  }

  await one.cluster.close();
  t.same(processesOf(one.id), []);
  t.equal(processesOf(two.id).length, 3, 'the other has all of its own');
  for (const [host, port] of places(first)) t.equal(await talk(host, port), 'ECONNREFUSED');
  for (const [host, port] of places(second)) t.match(await talk(host, port), /^named-/);
  await two.api.merge(`${DEPLOYMENTS}/named`, { spec: { replicas: 4 } });
  await untilReady(two.api, 4);
  t.same([...one.notices, ...two.notices], []);
});

t.test('many at once, started and closed in any order', { skip }, async (t) => {
  const options = { stateFolder: freshFolder(t), network: 'loopback' } as const;
  const clusters = await Promise.all(Array.from({ length: 5 }, () => startFor(t, options)));
  t.equal(new Set(clusters.map(({ cluster }) => cluster.url)).size, 5);
  const nodes = await Promise.all(clusters.map(({ api }) => api.get('/api/v1/nodes')));
  t.equal(new Set(nodes.map(({ items }) => items[0].status.addresses[0].address)).size, 5);
  await Promise.all(clusters.slice(0, 3).map(({ cluster }) => cluster.close()));
  const late = await startFor(t, options);
  for (const { api } of [...clusters.slice(3), late]) {
    t.match(await api.get('/version'), { gitVersion: 'v1.36.2' });
  }
  t.same(late.notices, []);
});
