import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import type { RunEvent } from '../../src/run/run-events.ts';
import { runAgents } from '../../src/run/run-fault.ts';
import { never, runPods, startFor } from '../testing/cluster.ts';
import { relayFor } from '../testing/relay.ts';
import { ANY_FAULT, scriptedImages } from '../testing/scripted-images.ts';

const scripted = scriptedImages(t);
const test = await startFor(t, { images: scripted.images });

for (const how of ['closed', 'silent'] as const) {
  t.test(`an API server that is ${how} for a while loses nothing`, async (t) => {
    const { kube, cut, mend } = await relayFor(t, test);
    const targets = await runPods(test, [`lost-${how}`]);
    const events: RunEvent[] = [];
    const report = await runAgents(
      kube,
      targets,
      ANY_FAULT,
      {
        durationMs: 4_000,
        image: 'scripted',
        onEvent: (event) => {
          const isFirst = !events.some((before) => before.event === 'applied');
          events.push(event);
          if (event.event !== 'applied' || !isFirst) return;
          cut(how);
          // It comes back when that was noticed and the fault is over.
          const isOver = (): boolean =>
            events.some((seen) => seen.event === 'unreachable') &&
            targets.flatMap(scripted.faults).length === 0;
          void until('it to be missed', isOver).then(mend);
        },
      },
      never,
    );
    t.match(report, {
      verdict: 'held',
      targets: [{ outcome: 'hit', mended: true, agent: { reason: 'deadline' } }],
    });
    const names = events.map(({ event }) => event);
    t.ok(
      names.indexOf('unreachable') > 0 && names.indexOf('reachable') > names.indexOf('unreachable'),
      'it is told',
    );
    t.equal(names.filter((name) => name === 'applied').length, 1, 'no line is told twice');
  });
}

t.test('who can not be reached at all is an error, and nothing was done', async (t) => {
  const { kube, cut } = await relayFor(t, test);
  const targets = await runPods(test, ['never-reached']);
  cut('closed');
  const options = { durationMs: 1_000, image: 'scripted', injectTimeoutMs: 1_000 };
  const report = await runAgents(kube, targets, ANY_FAULT, options, never);
  t.match(report, {
    verdict: 'failed',
    targets: [
      {
        outcome: 'failed',
        mended: true,
        error: {
          code: 'CHAOS_UNREACHABLE',
          message: /^can't get pod default\/never-reached: ./,
        },
      },
    ],
  });
});
