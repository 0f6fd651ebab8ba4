/** How an ephemeral container finds the process of the container that it targets. */
import t from 'tap';
import type { EphemeralContainer } from '@pod-contagion/api-server/objects';
import { TARGET_PID_VARIABLE } from '../../../src/node/kubelet/target-process.ts';
import { fixtureFor, type Fixture } from './fixture.ts';

async function add(
  { registry, clock }: Fixture,
  name: string,
  more: Partial<EphemeralContainer>,
): Promise<void> {
  const container = {
    name,
    image: 'app',
    imagePullPolicy: 'IfNotPresent',
    terminationMessagePolicy: 'File',
    ...more,
  };
  const subresource = 'ephemeralcontainers';
  registry.modify(
    'pods',
    'default',
    'podder',
    (draft) => {
      if (draft.spec === undefined) return;
      draft.spec.ephemeralContainers = [...(draft.spec.ephemeralContainers ?? []), container];
    },
    { subresource },
  );
  // Few may start at a time; the kubelet has to look in between.
  await clock.advance(1_000);
}

t.test('the process that the target has now; nothing where there is none', async (t) => {
  const fixture = fixtureFor(t);
  const { run, runtime, clock } = fixture;
  const seen = (): string | undefined => runtime.started.at(-1)?.spec.env[TARGET_PID_VARIABLE];
  // Process numbers of the scripted runtime count from 1.
  await run({
    containers: [
      { name: 'first', image: 'app' },
      { name: 'app', image: 'app' },
    ],
  });
  t.equal(seen(), undefined, 'an ordinary container is told of none');
  await add(fixture, 'chaos-1', { targetContainerName: 'app' });
  t.equal(seen(), '2');
  await add(fixture, 'chaos-2', {});
  t.equal(seen(), undefined, 'no target, no process');
  const env = [{ name: TARGET_PID_VARIABLE, value: '1' }];
  await add(fixture, 'chaos-3', { targetContainerName: 'first', env });
  t.equal(seen(), '1', 'the first container');
  await add(fixture, 'chaos-4', { targetContainerName: 'app', env });
  t.equal(seen(), '2', 'what the spec says does not count');

  runtime.started[1]?.exit(1);
  await clock.advance(2_000);
  t.equal(runtime.started.at(-1)?.spec.name, 'app', 'the target was restarted');
  await add(fixture, 'chaos-5', { targetContainerName: 'app' });
  t.equal(seen(), String(runtime.started.length - 1), 'another process by now');
  runtime.started.at(-2)?.exit(1);
  await clock.advance(1_000);
  await add(fixture, 'chaos-6', { targetContainerName: 'app' });
  t.equal(runtime.started.at(-1)?.spec.name, 'chaos-6');
  t.equal(seen(), undefined, 'a target in back-off has no process');
});
