/** A podder that ends itself, and what its next life tells of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startProgram } from '../../../scripts/testing/program.ts';
import { sneezeAt } from '../../../scripts/testing/sneeze-at.ts';
import { until } from '../../../scripts/testing/until.ts';

type Told = Readonly<{ state: string; lives?: readonly Readonly<Record<string, unknown>>[] }>;

const COURSE = ['-symptomDelay=200', '-healthDelay=200', '-sneezeInterval=50'];

async function told(health: string): Promise<Told> {
  return (await (await fetch(`${health}/infection`)).json()) as Told;
}

t.test('who ends itself leaves its last words twice, and each life tells of those before it', async (t) => {
  const folder = join(t.testdir({}), 'lives');
  for (const generation of [3, 7]) {
    const podder = await startProgram('generic', {
      args: [...COURSE, '-death=exit', '-lives', folder],
      env: { POD_NAME: 'first' },
    });
    t.teardown(() => podder.child.kill('SIGKILL'));
    t.equal((await told(podder.health)).lives?.length, generation === 3 ? 0 : 1);
    await sneezeAt(podder.face, { strain: 'flu', generation: String(generation), from: 'zero' });
    await podder.event('unhealthy');
    const { code, lastWords } = await podder.ended;
    t.equal(code, 3);
    t.match(JSON.parse(lastWords), { state: 'symptomatic', generation, reason: 'ill enough' });
  }
  const next = await startProgram('generic', { args: ['-lives', folder], env: { POD_NAME: 'first' } });
  t.teardown(() => next.child.kill('SIGKILL'));
  const { state, lives } = await told(next.health);
  t.equal(state, 'susceptible');
  t.match(lives, [
    { state: 'symptomatic', strain: 'flu', generation: 3, from: 'zero', pod: 'first' },
    { state: 'symptomatic', strain: 'flu', generation: 7, reason: 'ill enough' },
  ]);
  await next.kill('SIGTERM');
  t.equal(
    JSON.parse(readFileSync(join(folder, 'lives.json'), 'utf8')).length,
    2,
    'a life in health leaves none',
  );
});

t.test(
  'who remembers what it fell ill with is not infected with that again, and with something else it is',
  async (t) => {
    const folder = join(t.testdir({}), 'lives');
    const args = [...COURSE, '-death=exit', '-immunity=learned', '-lives', folder];
    const first = await startProgram('generic', { args, env: { POD_NAME: 'first' } });
    t.teardown(() => first.child.kill('SIGKILL'));
    await sneezeAt(first.face, { strain: 'flu', generation: '1', from: 'zero' });
    t.equal((await first.ended).code, 3);
    const next = await startProgram('generic', { args, env: { POD_NAME: 'first' } });
    t.teardown(() => next.child.kill('SIGKILL'));
    await sneezeAt(next.face, { strain: 'flu', generation: '5', from: 'zero' });
    t.equal((await told(next.health)).state, 'susceptible');
    await sneezeAt(next.face, { strain: 'cold', generation: '5', from: 'zero' });
    t.match(await next.event('exposed'), { strain: 'cold' });
    t.equal((await next.ended).code, 3);
  },
);

t.test('who is killed before it can say anything has left its words already', async (t) => {
  const folder = join(t.testdir({}), 'lives');
  const args = [...COURSE, '-lives', folder];
  const first = await startProgram('generic', { args, env: { POD_NAME: 'first' } });
  t.teardown(() => first.child.kill('SIGKILL'));
  await sneezeAt(first.face, { strain: 'flu', generation: '1', from: 'zero' });
  await first.event('unhealthy');
  await until('its words', async () => existsSync(join(folder, 'lives.json')));
  await first.kill('SIGKILL');
  const next = await startProgram('generic', { args, env: { POD_NAME: 'first' } });
  t.teardown(() => next.child.kill('SIGKILL'));
  t.match((await told(next.health)).lives, [
    {
      state: 'symptomatic',
      strain: 'flu',
      generation: 1,
      from: 'zero',
      reason: 'not known: its probes failed',
    },
  ]);
});

t.test('without a place for it nothing of former lives is told', async (t) => {
  const podder = await startProgram('generic', { env: { POD_NAME: 'first' } });
  t.teardown(() => podder.child.kill('SIGKILL'));
  t.equal((await told(podder.health)).lives, undefined);
});

t.test('what is no list of lives is told in the log, and the podder lives on', async (t) => {
  const folder = t.testdir({});
  writeFileSync(join(folder, 'lives.json'), 'oops');
  const podder = await startProgram('generic', { args: ['-lives', folder], env: { POD_NAME: 'first' } });
  t.teardown(() => podder.child.kill('SIGKILL'));
  t.match(await podder.event('lives-unknown'), { level: 'warn', folder, error: /JSON/ });
  t.same((await told(podder.health)).lives, []);
  await until('it answers', async () => (await fetch(`${podder.health}/liveness`)).ok);
});
