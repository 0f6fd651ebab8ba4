/** The page of `contagion up` on a real local cluster with real podders: what it says is what they say, and kubectl. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { CODE, type PodDetail, type PodEvents, type Snapshot } from '@pod-contagion/observatory';
import { openReplayFeed } from '@pod-contagion/observatory/serving';
import { missing } from '../../../../scripts/testing/needs.ts';
import { sneezeAt } from '../../../../scripts/testing/sneeze-at.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { readRecording } from '../../src/calibrate/read-recording.ts';
import { runContagion, stop } from '../up/run.ts';
import { compareWithWritten } from './compare-with-written.ts';
import { loggingPodder, readWritten } from './own-logs.ts';

const SYMPTOM_DELAY_MS = 800;
const PODS = 12;
const FAST = ['--replicas', `${PODS}`, '--symptom-delay', `${SYMPTOM_DELAY_MS}`, '--health-delay', '0'];
const OFTEN = ['--sneeze-interval', '300', '--max-restart-period', '1s'];

/** Of how many infections it has to be known who infected whom. */
const CHILDREN = 20;

t.test(
  'who infected whom, how many are what, and a recording of it',
  { skip: missing('kubectl') },
  async (t) => {
    const folder = t.testdir();
    const record = `${folder}/run.ndjson.gz`;
    const own = mkdtempSync(join(tmpdir(), 'podders-'));
    t.teardown(() => rmSync(own, { recursive: true, force: true }));
    const image = `pod-contagion:generic=${loggingPodder(own)}`;
    const contagion = runContagion(
      ['up', '--json', ...FAST, ...OFTEN, '--image', image, '--record', record],
      `${folder}/${process.pid}`,
    );
    t.teardown(() => stop(contagion));
    const { kubeconfig } = await contagion.line(({ event }) => event === 'cluster');
    const { url } = await contagion.line(({ event }) => event === 'page');
    const { address } = await contagion.line(({ event }) => event === 'service');
    // So few may sneeze at themselves only, or all be dead at once: it is begun again and again.
    const again = setInterval(() => {
      sneezeAt(`http://${String(address)}`, { strain: 'again', from: 'test', generation: '1' }).catch(
        () => undefined,
      );
    }, 1_000);
    t.teardown(() => clearInterval(again));
    const ask = async <T>(path: string): Promise<T> =>
      (await (await fetch(`${String(url)}${path}`)).json()) as T;
    const state = await until(
      'infections of two generations that ended, and who infected enough of them',
      async () => {
        const now = await ask<Snapshot>('api/state');
        const { endedAt, generation, parent } = now.infections;
        const isEnough = endedAt.some((each, row) => each !== null && generation[row] === 2);
        return isEnough && parent.filter((each) => each >= 0).length >= CHILDREN ? now : undefined;
      },
    );
    const { pods } = state;
    t.match(state.source, {
      kind: 'cluster',
      name: 'local cluster',
      namespace: 'default',
      selector: 'app=podder',
      kubeconfig,
    });
    t.ok(pods.node.every((node) => node === 'local') && pods.owner.every((owner) => owner === 'generic'));
    const uid = pods.uid[0] ?? '';
    const detail = await ask<PodDetail>(`api/pods/${uid}`);
    t.match(detail, { uid, name: pods.name[0], namespace: 'default', labels: { app: 'podder' } });
    t.ok(detail.events.some(({ reason }) => reason === 'Started'));
    t.ok((await ask<PodEvents>('api/pod-events')).events.some(({ reason }) => reason === 'Scheduled'));
    t.match(await ask('api/goldpinger'), { service: null, calls: [] });
    t.equal((await fetch(`${String(url)}api/pods/nobody`)).status, 404);

    const kubectl = async (...args: readonly string[]): Promise<string> => {
      const env = { ...process.env, KUBECONFIG: String(kubeconfig) };
      return (await promisify(execFile)('kubectl', args, { env, maxBuffer: 1e7 })).stdout;
    };
    const podsOfKubectl = async (): Promise<string[]> => {
      type Item = {
        metadata: { name: string };
        status: { containerStatuses: { restartCount: number; ready: boolean }[] };
      };
      return (JSON.parse(await kubectl('get', 'pods', '-o', 'json')) as { items: Item[] }).items
        .map(
          ({
            metadata,
            status: {
              containerStatuses: [own],
            },
          }) => `${metadata.name} ${own?.restartCount} ${own?.ready}`,
        )
        .toSorted();
    };
    // Nobody reaches anybody any more: all come to rest.
    clearInterval(again);
    await kubectl('delete', 'service', 'podder');
    const { last, written } = await until('all at rest, and page and kubectl to say the same', async () => {
      const before = readWritten(own, SYMPTOM_DELAY_MS);
      if (!before.every(({ isOver }) => isOver)) return undefined;
      const said = await podsOfKubectl();
      const now = await ask<Snapshot>('api/state');
      const seen = now.pods.name
        .map((name, row) => `${name} ${now.pods.restarts[row]} ${now.pods.ready[row] === 1}`)
        .filter((_, row) => now.pods.condition[row] !== CODE.gone)
        .toSorted();
      const isSame = JSON.stringify(seen) === JSON.stringify(said);
      const isRest = isSame && now.pods.ready.every(Boolean) && now.infections.endedAt.every(Number);
      // Meanwhile one may have been infected by a sneeze that lay about.
      const isAll = readWritten(own, SYMPTOM_DELAY_MS).length === before.length;
      return isRest && isAll && { last: now, written: before };
    });
    compareWithWritten(t, last, written, SYMPTOM_DELAY_MS);

    contagion.child.kill('SIGINT');
    t.match(await contagion.ended, { code: 130 });
    t.ok(readFileSync(record).length > 500);
    const replayed = (await openReplayFeed(record)).snapshot().infections;
    const count = last.infections.pod.length;
    t.same(replayed.container.slice(0, count), last.infections.container);
    t.same(replayed.exposedAt.slice(0, count), last.infections.exposedAt);
    t.same(replayed.parent.slice(0, count), last.infections.parent);
    const { recording } = await readRecording(record);
    t.match(recording[0], { atMs: 0, pods: PODS, restarts: 0 }, 'and calibrate takes it');
  },
);
