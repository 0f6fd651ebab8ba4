import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { podders, sneezeAt } from './podders.ts';
import {
  DEPLOYMENTS,
  EVENTS,
  freshFolder,
  isReady,
  pod,
  PODS,
  service,
  SERVICES,
  startFor,
  talk,
  until,
  type Json,
} from './support.ts';

t.test('one POST, and podders fall ill, are killed, start anew and leave their last words', async (t) => {
  const { api } = await startFor(t);
  const place = await podders(api, 5, { symptomDelayMs: 300 });
  const healthy = await api.table(PODS);
  t.same(
    healthy.map((row) => [row['Ready'], row['Status'], row['Restarts']]),
    healthy.map(() => ['1/1', 'Running', '0']),
  );
  t.equal(await sneezeAt(place, 'end-to-end'), 'eww\n');

  const restarted = await until('all five restarted', async () => {
    const { items } = await api.get(PODS);
    return items.every(({ status }: Json) => status.containerStatuses[0].restartCount > 0) && items;
  });
  const ends = restarted.map(({ status }: Json) => status.containerStatuses[0].lastState.terminated);
  const words: Json[] = ends.map(({ message }: Json) => JSON.parse(message));
  for (const end of ends) t.match(end, { exitCode: 143, reason: 'Error' });
  const names = new Set(restarted.map(({ metadata }: Json) => metadata.name));
  for (const word of words) {
    t.match(word, { strain: 'end-to-end', reason: 'SIGTERM', state: 'symptomatic' });
    t.ok(names.has(word.pod));
    t.ok(word.generation === 1 || names.has(word.from), 'infected by one of them');
  }
  t.ok(words.some(({ generation }) => generation >= 2));
  const rows = await api.table(PODS);
  t.ok(
    rows.every((row) => /^[1-9]\d* \(\d+s ago\)$/.test(String(row['Restarts']))),
    rows.map((row) => row['Restarts']).join(),
  );

  const { items: events } = await api.get(EVENTS);
  const has = (type: string, reason: string, message: string): boolean =>
    events.some((event: Json) => event.type === type && event.reason === reason && event.message === message);
  for (const probe of ['Liveness', 'Readiness']) {
    t.ok(has('Warning', 'Unhealthy', `${probe} probe failed: HTTP probe failed with statuscode: 418`), probe);
  }
  t.ok(has('Normal', 'Killing', 'Container podder failed liveness probe, will be restarted'));

  await api.merge(`${DEPLOYMENTS}/generic`, { spec: { replicas: 0 } });
  await until('nobody to be there', async () => (await talk(place.host, place.port)) === 'ECONNREFUSED');
});

/** How many connections, a moment apart, may meet the Service before it has followed; it is in this process. */
const MAX_LAG_TRIES = 10;

t.test(
  'a Service follows readiness at once, and refuses where nobody is ready',
  { skip: missing('127.0.0.0/8') },
  async (t) => {
    const { api } = await startFor(t, { network: 'loopback' });
    const file = join(freshFolder(t), 'ready');
    const readinessProbe = { exec: { command: ['test', '-e', file] }, periodSeconds: 1, failureThreshold: 1 };
    await api.create(PODS, pod('named', 'named', {}, { readinessProbe }));
    const { spec } = await api.create(SERVICES, service('named', 8000));
    let ready: boolean | undefined;
    const watch = await api.watch(PODS, (_type, object) => {
      ready = isReady(object);
    });
    await until(
      'it to run',
      async () => (await talk((await api.get(`${PODS}/named`)).status.podIP, 8080)) === 'named',
    );
    t.equal(await talk(spec.clusterIP, 8000), 'ECONNREFUSED', 'it runs, but is not ready');

    const tries: number[] = [];
    for (const wanted of [true, false, true, false, true]) {
      if (wanted) writeFileSync(file, '');
      else rmSync(file);
      const answer = wanted ? 'named' : 'ECONNREFUSED';
      await until(`ready: ${wanted}`, () => ready === wanted);
      let count = 0;
      await until(answer, async () => {
        count += 1;
        return (await talk(spec.clusterIP, 8000)) === answer;
      });
      tries.push(count);
    }
    const [, , median = 0] = tries.toSorted((a, b) => a - b);
    t.ok(median <= MAX_LAG_TRIES, `it answers as it should at try ${tries.join(', ')}`);
    watch.end();
  },
);
