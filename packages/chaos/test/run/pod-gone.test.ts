/** A pod that goes while its fault lasts: what is said then is what is known, and no number that nobody counted. */
import t from 'tap';
import type { RunReport } from '../../src/run/report.ts';
import { runAgents } from '../../src/run/run-fault.ts';
import { never, runPods, startFor } from '../testing/cluster.ts';
import { ANY_FAULT, scriptedImages } from '../testing/scripted-images.ts';

const scripted = scriptedImages(t);
const test = await startFor(t, { images: scripted.images });
const { kube } = test;

/** Runs a fault for ten minutes, and deletes the pod as soon as it is told to be in place. */
async function runAndDelete(name: string, image: string): Promise<RunReport> {
  const targets = await runPods(test, [name]);
  let deleted: Promise<unknown> | undefined;
  const report = await runAgents(
    kube,
    targets,
    ANY_FAULT,
    {
      durationMs: 600_000,
      image,
      onEvent: ({ event }) => {
        if (event === 'applied') deleted ??= kube.core.deleteNamespacedPod({ name, namespace: 'default' });
      },
    },
    never,
  );
  await deleted;
  return report;
}

t.test('nobody counted: unknown, and for how long it was in effect', async (t) => {
  const report = await runAndDelete('uncounted', 'scripted:uncounted');
  t.match(report, {
    verdict: 'unknown',
    targets: [
      {
        outcome: 'unknown',
        mended: true,
        end: 'gone',
        inEffectMs: Number,
        error: {
          code: 'CHAOS_UNKNOWN_EFFECT',
          message:
            /^pod default\/uncounted is gone while the fault lasted: it was in effect for about \d+\.\d s/,
        },
      },
    ],
  });
  t.notOk('hits' in (report.targets[0] ?? {}));
});

t.test('a count of some seconds ago is the least it was', async (t) => {
  const report = await runAndDelete('counted', 'scripted');
  t.match(report, {
    verdict: 'held',
    targets: [{ outcome: 'hit', hits: 7, end: 'gone', inEffectMs: Number }],
  });
});

t.test('an agent that could still report is believed, though only its log says so', async (t) => {
  const report = await runAndDelete('last-words', 'scripted:last-words');
  t.match(report, {
    verdict: 'held',
    targets: [{ outcome: 'hit', hits: 9, mended: true, end: 'mended', agent: { reason: 'signal' } }],
  });
});
