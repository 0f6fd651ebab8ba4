import t from 'tap';
import { chooseContainer, chooseInstance } from '../../src/api/log-container.ts';
import type { ContainerStatus, Pod } from '../../src/machinery/objects.ts';
import { pod } from './fixture.ts';

const withContainers = (names: string[], init: string[] = []): Pod => {
  const list = (of: string[]): { name: string; image: string }[] => of.map((name) => ({ name, image: 'x' }));
  return { ...pod('p'), spec: { containers: list(names), initContainers: list(init) } };
};

t.test('which container', async (t) => {
  t.equal(chooseContainer(withContainers(['a']), ''), 'a');
  t.equal(chooseContainer(withContainers(['a', 'b'], ['i']), 'i'), 'i');
  t.throws(() => chooseContainer(withContainers(['a', 'b']), ''), {
    message: 'a container name must be specified for pod p, choose one of: [a b]',
  });
  t.throws(() => chooseContainer(withContainers(['a', 'b'], ['i']), ''), {
    message:
      'a container name must be specified for pod p, choose one of: [a b] or one of the init containers: [i]',
  });
  t.throws(() => chooseContainer(withContainers(['a']), 'c'), {
    message: 'container c is not valid for pod p',
  });
});

t.test('which instance', async (t) => {
  const terminated = { exitCode: 1, containerID: 'local://1' };
  const withStatus = (state: object, lastState: object = {}): Pod => ({
    ...pod('p'),
    status: { containerStatuses: [{ name: 'a', state, lastState } as ContainerStatus] },
  });
  const last = { terminated };
  t.equal(chooseInstance(withStatus({ running: {} }), 'a', false), 'latest');
  t.equal(chooseInstance(withStatus({ running: {} }, last), 'a', true), 'before');
  t.equal(chooseInstance(withStatus({ terminated }, last), 'a', true), 'before');
  t.equal(
    chooseInstance(withStatus({ waiting: { reason: 'CrashLoopBackOff' } }, last), 'a', false),
    'latest',
  );
  t.equal(chooseInstance(withStatus({ waiting: { reason: 'CrashLoopBackOff' } }, last), 'a', true), 'latest');
  const refused = (state: object, previous: boolean, message: string, lastState?: object): void =>
    void t.throws(() => chooseInstance(withStatus(state, lastState), 'a', previous), {
      status: { code: 400 },
      message,
    });
  refused({ running: {} }, true, 'previous terminated container "a" in pod "p" not found');
  const removed = { terminated: { exitCode: 137, reason: 'RestartingAllContainers' } };
  refused({ running: {} }, true, 'previous terminated container "a" in pod "p" not found', removed);
  const waiting = { reason: 'RestartingAllContainers' };
  refused({ waiting }, false, 'container "a" in pod "p" is terminated', removed);
  refused(
    { waiting: { reason: 'ContainerCreating' } },
    false,
    'container "a" in pod "p" is waiting to start: ContainerCreating',
  );
  refused(
    { waiting: { reason: 'ErrImagePull' } },
    false,
    `container "a" in pod "p" is waiting to start: image can't be pulled`,
  );
  refused(
    { waiting: { reason: 'ImagePullBackOff' } },
    false,
    'container "a" in pod "p" is waiting to start: trying and failing to pull image',
  );
  refused({}, false, 'container "a" in pod "p" is waiting to start - no logs yet');
  t.throws(() => chooseInstance(pod('p'), 'a', false), {
    message: 'container "a" in pod "p" is not available',
  });
});
