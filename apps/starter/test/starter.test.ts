/** A real starter infects real generics through a Service, and they infect the others. */
import t from 'tap';
import { startProgram } from '../../../scripts/testing/program.ts';
import { openService } from '../../../scripts/testing/service.ts';
import { infectionOf } from '../../../scripts/testing/sneeze-at.ts';

t.test('a contagion from patient zero to everybody', async (t) => {
  const service = await openService();
  t.teardown(() => service.close());
  const names = ['generic-1', 'generic-2', 'generic-3'];
  const generics = await Promise.all(
    names.map((name) =>
      startProgram('generic', {
        args: ['-symptomDelay=400', '-healthDelay=100', '-sneezeInterval=20'],
        env: { ...service.env, POD_NAME: name },
      }),
    ),
  );
  t.teardown(() => generics.forEach(({ child }) => child.kill('SIGKILL')));
  service.endpoints = generics.map(({ face }) => face);

  const starter = await startProgram('starter', {
    args: ['-startDelay=200', '-frenzyDuration=3000', '-sneezeInterval=100', '-strain=flu'],
    env: service.env,
  });
  const { code, lastWords, stderr } = await starter.ended;
  t.equal(code, 0, 'it completes');
  t.equal(stderr, '');
  t.match(JSON.parse(lastWords), {
    state: 'symptomatic',
    strain: 'flu',
    generation: 0,
    from: null,
    reason: 'frenzy over',
  });

  await Promise.all(generics.map((generic) => generic.event('exposed')));
  const infections = await Promise.all(generics.map(({ health }) => infectionOf(health)));
  for (const infection of infections) {
    t.equal(infection['strain'], 'flu');
    const { from, generation } = infection as { from: string; generation: number };
    t.equal(
      generation,
      from === 'starter-0' ? 1 : 1 + generationOf(infections, from),
      `${generation} by ${from}`,
    );
  }
  t.ok(infections.some((infection) => infection['from'] === 'starter-0'));
  for (const generic of generics) t.equal((await generic.kill('SIGTERM')).code, 143);
});

function generationOf(infections: readonly Readonly<Record<string, unknown>>[], pod: string): number {
  return Number(infections.find((infection) => infection['pod'] === pod)?.['generation']);
}

t.test('a starter told to end before its time does not complete', async (t) => {
  const starter = await startProgram('starter', { args: ['-startDelay=600000'] });
  t.match(await infectionOf(starter.health), { state: 'susceptible' });
  const { code, lastWords } = await starter.kill('SIGTERM');
  t.equal(code, 143);
  t.match(JSON.parse(lastWords), { state: 'susceptible', reason: 'SIGTERM' });
});

t.test('without a Service it says so and still completes', async (t) => {
  const starter = await startProgram('starter', { args: ['-startDelay=0', '-frenzyDuration=50'] });
  await starter.event('service-unknown');
  const { code, lastWords } = await starter.ended;
  t.equal(code, 0);
  const { strain, sneezes } = JSON.parse(lastWords) as { strain: string; sneezes: { sent: number } };
  t.match(strain, /^[a-z2-9]{6}$/);
  t.ok(sneezes.sent >= 1);
});
