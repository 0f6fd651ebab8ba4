/** The life of a podder as a process, from source, from its bundle and from its start-up snapshot. */
import t from 'tap';
import { startProgram } from '../../../scripts/testing/program.ts';
import { openService } from '../../../scripts/testing/service.ts';
import { infectionOf, sneezeAt } from '../../../scripts/testing/sneeze-at.ts';
import { buildWays } from '../../../scripts/testing/ways.ts';

/** Long enough for three questions to be answered before anything shows. */
const COURSE = ['-symptomDelay=3000', '--healthDelay', '200', '-sneezeInterval=50'];

t.test('a podder lives, falls ill, sneezes and leaves last words', async (t) => {
  const { ways, remove } = await buildWays(['generic']);
  t.teardown(remove);
  for (const way of ways) {
    await t.test(`from ${way.name}`, async (t) => {
      const service = await openService();
      t.teardown(() => service.close());
      const victim = await startProgram('generic', { way, env: { POD_NAME: 'victim' } });
      t.teardown(() => victim.child.kill('SIGKILL'));
      const podder = await startProgram('generic', {
        way,
        args: COURSE,
        env: { ...service.env, POD_NAME: 'first' },
      });
      t.teardown(() => podder.child.kill('SIGKILL'));
      service.endpoints = [victim.face];

      t.equal((await fetch(`${podder.health}/liveness`)).status, 200);
      t.equal(await sneezeAt(podder.face, { strain: 'flu', generation: '4', from: 'zero' }), 'eww\n');
      t.equal(await sneezeAt(podder.face), 'eww\n', 'who is infected says the same');
      t.equal((await fetch(`${podder.health}/liveness`)).status, 200, 'nothing shows at first');

      const symptomatic = await podder.event('symptomatic');
      t.match(symptomatic, { level: 'info', pod: 'first', strain: 'flu', generation: 4, from: 'zero' });
      await t.rejects(sneezeAt(podder.face), 'the face is closed');
      await podder.event('unhealthy');
      t.equal((await fetch(`${podder.health}/liveness`)).status, 418);
      t.equal((await fetch(`${podder.health}/readiness`)).status, 418);

      await victim.event('exposed');
      t.match(await infectionOf(victim.health), {
        strain: 'flu',
        generation: 5,
        from: 'first',
        state: 'incubating',
      });

      const metrics = await (await fetch(`${podder.health}/metrics`)).text();
      t.match(metrics, /^podder_infection_state\{state="symptomatic"\} 1$/m);
      t.match(metrics, /^podder_sneezes_received_total\{outcome="immune"\} 1$/m);

      const end = await podder.kill('SIGTERM');
      t.equal(end.code, 143);
      t.match(JSON.parse(end.lastWords), {
        pod: 'first',
        state: 'symptomatic',
        strain: 'flu',
        generation: 4,
        from: 'zero',
        reason: 'SIGTERM',
      });
      const { sneezes } = JSON.parse(end.lastWords) as { sneezes: Record<string, number> };
      t.ok((sneezes['answered'] ?? 0) >= 1, 'sneezes were answered');
      t.equal(service.connections, sneezes['sent'], 'a connection for each sneeze');
      t.equal((await victim.kill('SIGINT')).code, 130);
    });
  }
});

t.test('processes of one snapshot do not share their randomness or their identity', async (t) => {
  const { ways, remove } = await buildWays(['starter']);
  t.teardown(remove);
  const way = ways.find(({ name }) => name === 'snapshot');
  t.ok(way);
  if (way === undefined) return;
  const strains = new Set<unknown>();
  for (const pod of ['a', 'b', 'c']) {
    const starter = await startProgram('starter', {
      way,
      args: ['-startDelay=0', '-frenzyDuration=10'],
      env: { POD_NAME: pod },
    });
    const { code, lastWords } = await starter.ended;
    t.equal(code, 0);
    const words = JSON.parse(lastWords) as Record<string, unknown>;
    t.equal(words['pod'], pod);
    t.ok(Math.abs(Date.now() - Date.parse(String(words['endedAt']))) < 60_000, 'its clock is that of today');
    strains.add(words['strain']);
  }
  t.equal(strains.size, 3);
});
