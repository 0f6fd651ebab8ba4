import t from 'tap';
import type { V1ContainerState, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { endOfContainer, endsOf, restartsOf } from '../../src/reap/end-of-container.ts';

const RUNNING: V1ContainerState = { running: {} };
const WAITS: V1ContainerState = { waiting: { reason: 'CrashLoopBackOff' } };
const over = (exitCode: number): V1ContainerState => ({ terminated: { exitCode } });

function pod(
  statuses: Readonly<Record<string, [restartCount: number, state: V1ContainerState, finishedAt?: string]>>,
  spec: Readonly<{ restartPolicy?: string; sidecars?: readonly string[] }> = {},
): V1Pod {
  const all = Object.entries(statuses).map(
    ([name, [restartCount, state, finishedAt]]) =>
      ({
        name,
        restartCount,
        state,
        // A watch tells times as text.
        lastState: finishedAt === undefined ? {} : { terminated: { exitCode: 1, finishedAt } },
      }) as unknown as V1ContainerStatus,
  );
  const { restartPolicy = 'Always', sidecars = [] } = spec;
  const isSidecar = ({ name }: V1ContainerStatus): boolean => sidecars.includes(name);
  return {
    spec: {
      restartPolicy,
      containers: [],
      initContainers: sidecars.map((name) => ({ name, restartPolicy: 'Always' })),
    },
    status: {
      containerStatuses: all.filter((each) => !isSidecar(each)),
      initContainerStatuses: [
        ...all.filter(isSidecar),
        { name: 'init', restartCount: 7, state: over(0), image: '', imageID: '', ready: true },
      ],
    },
  };
}

t.test('the worst end that a pod shows', async (t) => {
  const cases: [string, V1Pod, number, object | undefined][] = [
    ['nothing yet', {}, 0, undefined],
    ['it runs', pod({ a: [0, RUNNING] }), 0, undefined],
    ['started again', pod({ a: [2, RUNNING] }), 2, { cause: 'restarted', container: 'a', restarts: 2 }],
    ['over', pod({ a: [2, over(0)] }), 3, { cause: 'ended', container: 'a', restarts: 2 }],
    ['waits', pod({ a: [2, WAITS] }), 3, { cause: 'back-off', container: 'a', restarts: 2 }],
    [
      'one waits, another is over',
      pod({ a: [1, over(1)], b: [2, WAITS] }),
      5,
      { cause: 'back-off', container: 'b', restarts: 3 },
    ],
    [
      'the one that was started again last',
      pod({ a: [1, RUNNING, '2026-01-01T00:00:00Z'], b: [1, RUNNING, '2026-01-01T00:00:09Z'] }),
      2,
      { cause: 'restarted', container: 'b', restarts: 2 },
    ],
    [
      'a sidecar counts, an init container does not',
      pod({ a: [0, RUNNING], proxy: [1, RUNNING] }, { sidecars: ['proxy'] }),
      1,
      { cause: 'restarted', container: 'proxy', restarts: 1 },
    ],
    ['its image is awaited', pod({ a: [0, { waiting: { reason: 'ImagePullBackOff' } }] }), 0, undefined],
    ['never started again', pod({ a: [0, over(1)] }, { restartPolicy: 'Never' }), 0, undefined],
    ['done', pod({ a: [0, over(0)] }, { restartPolicy: 'OnFailure' }), 0, undefined],
    [
      'failed',
      pod({ a: [0, over(1)] }, { restartPolicy: 'OnFailure' }),
      1,
      { cause: 'ended', container: 'a', restarts: 0 },
    ],
  ];
  for (const [what, each, ends, end] of cases) {
    t.same(endOfContainer(each), end, what);
    t.equal(endsOf(each), ends, what);
  }
});

t.test('an end is one end, from the moment it is over until long after it was started again', async (t) => {
  const life = [
    pod({ a: [0, RUNNING] }),
    pod({ a: [0, over(1)] }),
    pod({ a: [0, WAITS] }),
    pod({ a: [1, RUNNING] }),
  ];
  t.same(life.map(endsOf), [0, 1, 1, 1]);
  t.same(life.map(restartsOf), [0, 0, 0, 1]);
});
