import t from 'tap';
import type { Life } from '../life.ts';
import { missedBeats, samplesOf } from '../samples.ts';

const LIVES: readonly Life[] = [
  {
    ip: '127.1.0.1',
    pod: 'one',
    startedAtMs: 0,
    upAtMs: 300,
    probes: [
      { path: '/liveness', atMs: 500, passed: true },
      { path: '/readiness', atMs: 510, passed: true },
      { path: '/liveness', atMs: 11_500, passed: false },
      { path: '/liveness', atMs: 12_500, passed: false },
      { path: '/readiness', atMs: 12_510, passed: false },
    ],
    readyAtMs: 520,
    listedAtMs: 525,
    exposed: { atMs: 1_000, from: null },
    symptomaticAtMs: 11_000,
    endedAtMs: 12_600,
  },
  // It had to wait for its restart, and was infected by a second sneeze.
  {
    ip: '127.1.0.1',
    pod: 'one',
    startedAtMs: 22_700,
    upAtMs: 23_000,
    probes: [],
    exposed: { atMs: 24_000, from: 'two' },
  },
  {
    ip: '127.1.0.2',
    pod: 'two',
    startedAtMs: 100,
    probes: [{ path: '/liveness', atMs: 20_500, passed: true }],
    exposed: { atMs: 11_030, from: 'one' },
    symptomaticAtMs: 23_300,
    endedAtMs: 25_000,
  },
  { ip: '127.1.0.2', startedAtMs: 25_010, upAtMs: 25_400, probes: [] },
];

t.test('the times of the machine, of what was seen', async (t) => {
  t.same(samplesOf(LIVES, [{ deletedAtMs: 5, startedAtMs: 105 }], 500), {
    killMs: [100],
    startMs: [400],
    readyMs: [20],
    endpointMs: [5],
    firstSneezeMs: [30],
    replaceMs: [100],
  });
  t.same(missedBeats(LIVES, 100), { missed: 1, of: 1 });
  t.same(missedBeats(LIVES, 1_000), { missed: 0, of: 1 });
});
