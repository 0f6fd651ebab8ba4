import t from 'tap';
import { createEpidemicStore, type PodSight } from '../src/index.ts';
import { killed, podFacts } from './pods.ts';

t.test('ends that nobody saw are counted, those that were seen are not', async (t) => {
  const store = createEpidemicStore();
  const see = (changes: Partial<PodSight>): number => {
    store.observe({ type: 'pod', pod: podFacts(changes) }, 0);
    return store.missedEnds;
  };
  t.equal(see({ containerId: 'c3', restarts: 3, lastEnd: killed('c2') }), 0, 'before anybody looked');
  t.equal(see({ containerId: undefined, restarts: 3, lastEnd: killed('c3') }), 0);
  t.equal(see({ containerId: 'c4', restarts: 4, lastEnd: killed('c3') }), 0, 'seen before its restart');
  t.equal(see({ containerId: 'c5', restarts: 5, lastEnd: killed('c4') }), 0, 'both at once');
  t.equal(see({ containerId: 'c8', restarts: 8, lastEnd: killed('c7') }), 2, 'of three one');
  t.equal(see({ containerId: 'c8', restarts: 8, lastEnd: killed('c7') }), 2);
  store.observe({ type: 'gone', uid: 'u1' }, 0);
  t.equal(see({ containerId: undefined, restarts: 9, lastEnd: killed('c9') }), 2, 'another life');
  t.equal(see({ containerId: 'c10', restarts: 10, lastEnd: killed('c9') }), 2);
});
