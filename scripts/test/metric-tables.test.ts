/** The tables of metrics in docs/reference.md, beside what is served: every label of every metric, and no other. */
import { readFile } from 'node:fs/promises';
import type { RunReport } from '@pod-contagion/chaos/run';
import { createChaosMetrics } from '@pod-contagion/chaos/telemetry';
import { createHealth } from '@pod-contagion/health';
import { createApi, Proxies } from '@pod-contagion/toxics';
import t from 'tap';
import type { Infection } from '../../packages/podder/src/infection.ts';
import { createMetrics } from '../../packages/podder/src/metrics.ts';
import { NO_SNEEZES } from '../../packages/podder/src/sneezer.ts';
import { ROOT } from '../files.ts';

const page = await readFile(`${ROOT}docs/reference.md`, 'utf8');

/** Metrics and their labels, as the table of a section has them. */
function labelsInTable(heading: string): Record<string, string[]> {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)` *\| \w+ *\|([^|]*)\|/gm)];
  return Object.fromEntries(
    rows.map(([, name = '', labels = '']) => [name, labels.match(/\w+/g)?.toSorted() ?? []]),
  );
}

/** The same of a scrape; the samples of a histogram belong to one metric. */
function labelsServed(scrape: string): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  let metric = '';
  for (const line of scrape.split('\n')) {
    const type = /^# TYPE (\w+) /.exec(line)?.[1];
    if (type !== undefined) found.set((metric = type), new Set());
    if (line.startsWith('#') || line === '') continue;
    const labels = /\{(.*)\}/.exec(line)?.[1] ?? '';
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) found.get(metric)?.add(label);
  }
  return Object.fromEntries([...found].map(([name, labels]) => [name, [...labels].toSorted()]));
}

t.test('of a podder that sneezes', async (t) => {
  const infection: Infection = {
    state: 'symptomatic',
    lineage: { strain: 's', generation: 4, from: null },
    exposedAtMs: 1,
    symptomaticAtMs: 2,
    unhealthyAtMs: 3,
    unhealthy: true,
    nextSneezeAtMs: 4,
  };
  const received = { infected: 1, immune: 1 };
  const metrics = createMetrics(createHealth(), () => ({ infection, sneezes: NO_SNEEZES, received }));
  metrics.sneezeOver({ result: 'answered', durationMs: 4 });
  const served = labelsServed(await metrics.registry.metrics());
  t.same(served['podder_sneeze_duration_seconds'], ['le', 'result']);
  t.same(labelsInTable('Metrics'), served);
});

t.test('of a toolkit that has seen everything', async (t) => {
  const metrics = await createChaosMetrics();
  const pod = { namespace: 'shop', name: 'web', uid: 'u' };
  const report: RunReport = {
    run: 'abcdefgh',
    fault: 'drop',
    startedAt: '2026-11-21T09:00:00.000Z',
    endedAt: '2026-11-21T09:01:00.000Z',
    interrupted: false,
    targets: [{ pod, outcome: 'unknown', mended: false, inEffectMs: 3_000 }],
    verdict: 'not-ended',
  };
  metrics.happened('drop', { event: 'applied', pod, at: '', endsAt: 'then', steps: [] });
  metrics.runOver('drop', report);
  const end = { cause: 'restarted', container: 'main', restarts: 1 } as const;
  metrics.reaping({ event: 'reaped', pod, end, afterMs: 1 });
  metrics.reaping({ event: 'not-reaped', pod, code: 'CHAOS_API', message: '', retryInMs: 1 });
  const departure = {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'web',
    owner: undefined,
    how: 'not-ready',
    state: 'back',
    leftAt: '',
    backAt: '',
    downMs: 900,
    replacement: undefined,
    inexact: false,
  } as const;
  metrics.watching({ event: 'left', at: '', departure });
  metrics.watching({ event: 'back', at: '', departure });
  t.same(labelsInTable('Metrics of pod-chaos'), labelsServed(await metrics.registry.metrics()));
});

t.test('of a standing proxy', async (t) => {
  const proxies = new Proxies();
  const app = createApi(proxies, '0');
  t.teardown(() => app.close());
  await proxies.add({ name: 'it', listen: '127.0.0.1:0', upstream: 'x:1', enabled: false });
  const { body } = await app.inject('/metrics');
  t.same(labelsInTable('Metrics of pod-chaos proxy'), labelsServed(body));
});
