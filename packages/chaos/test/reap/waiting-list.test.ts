import t from 'tap';
import type { V1Pod } from '@kubernetes/client-node';
import { createWaitingList, type Waiting, type WaitingList } from '../../src/reap/waiting-list.ts';

const state = {
  up: { running: {} },
  over: { terminated: { exitCode: 1 } },
  waits: { waiting: { reason: 'CrashLoopBackOff' } },
} as const;

function pod(uid: string, restartCount: number, is: keyof typeof state = 'up'): V1Pod {
  const status = { name: 'main', image: '', imageID: '', ready: true, restartCount, state: state[is] };
  return { metadata: { uid }, spec: { containers: [] }, status: { containerStatuses: [status] } };
}

const uids = (list: WaitingList, nowMs: number): string[] => {
  const found: string[] = [];
  for (let waiting = list.next(nowMs); waiting !== undefined; waiting = list.next(nowMs)) {
    found.push(waiting.uid);
    list.begin(waiting);
  }
  return found;
};

t.test('who has restarted before the first look is let be, who waits is not', async (t) => {
  const list = createWaitingList('restart');
  t.equal(list.see(pod('a', 3), 1, true), undefined);
  t.match(list.see(pod('b', 3, 'waits'), 2, true), { uid: 'b', end: { cause: 'back-off' }, sinceMs: 2 });
  t.match(
    list.see(pod('c', 3), 3, false),
    { uid: 'c', end: { cause: 'restarted' } },
    'who comes later counts',
  );
  t.match(list.see(pod('a', 4), 4, false), { uid: 'a', end: { cause: 'restarted', restarts: 4 } });
  t.equal(list.size(), 3);
  t.same(uids(list, 5), ['b', 'c', 'a'], 'the longest wait first');
  t.equal(list.nextMs(), Infinity, 'they are being tried');
});

t.test('an end is dealt with once, and the next one again', async (t) => {
  const list = createWaitingList('restart');
  list.see(pod('a', 0), 0, true);
  const first = list.see(pod('a', 0, 'over'), 1, false) as Waiting;
  t.equal(list.see(pod('a', 0, 'waits'), 2, false), undefined, 'it is on the list');
  t.match(list.next(2), { sinceMs: 1, end: { cause: 'back-off' } }, 'as it is now, since it was');
  list.begin(first);
  list.settle(first);
  t.equal(list.see(pod('a', 0, 'waits'), 3, false), undefined);
  t.equal(list.see(pod('a', 1), 4, false), undefined, 'that end was dealt with');
  t.match(list.see(pod('a', 1, 'over'), 5, false), { sinceMs: 5 });
  list.gone('a');
  t.equal(list.size(), 0);
  t.equal(list.nextMs(), Infinity);
});

t.test('who has been told to go is not told again, whatever it still shows', async (t) => {
  const list = createWaitingList('restart');
  const waiting = list.see(pod('a', 1), 0, false) as Waiting;
  list.begin(waiting);
  list.dismiss(waiting);
  t.equal(list.see(pod('a', 1, 'over'), 1, false), undefined);
  t.equal(list.see(pod('a', 2, 'waits'), 2, false), undefined);
  list.gone('a');
  t.match(list.see(pod('a', 1), 3, false), { uid: 'a' }, 'nothing of it is kept');
});

t.test('what came to nothing is tried again, as long as the pod shows it', async (t) => {
  const list = createWaitingList('back-off');
  t.equal(list.see(pod('a', 1), 0, false), undefined, 'a restart alone is no sign here');
  t.equal(list.see(pod('a', 1, 'over'), 0, false), undefined);
  const waiting = list.see(pod('a', 1, 'waits'), 1, false) as Waiting;
  list.begin(waiting);
  list.putOff(waiting, 5_000);
  t.equal(list.next(4_999), undefined);
  t.equal(list.nextMs(), 5_000);
  t.match(list.next(5_000), { uid: 'a', sinceMs: 1 });
  t.equal(list.see(pod('a', 2), 6_000, false), undefined);
  t.equal(list.next(6_000), undefined, 'it was started again meanwhile');
  list.settle(waiting);
  t.equal(list.size(), 0, 'nothing comes of one that is off the list');
});
