/** The page of `contagion up` on a real local cluster with real podders: what it says is what they say, and kubectl. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import t from 'tap';
import {
  CODE,
  PARENT_NONE,
  PARENT_UNKNOWN,
  type PodDetail,
  type PodEvents,
  type Snapshot,
} from '@pod-contagion/observatory';
import { openReplayFeed } from '@pod-contagion/observatory/serving';
import { missing } from '../../../../scripts/testing/needs.ts';
import { sneezeAt } from '../../../../scripts/testing/sneeze-at.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { runContagion, stop } from '../up/run.ts';

const FAST = ['--replicas', '5', '--symptom-delay', '800', '--health-delay', '0', '--sneeze-interval', '300'];
const OFTEN = ['--max-restart-period', '1s'];

/** How far moments may seem apart, in ms: a podder tells of a sneeze when it has read it, which a busy machine lets wait. */
const MARGIN_MS = 10_000;

/** Of how many infections it has to be known who infected whom. */
const CHILDREN = 6;

t.test(
  'who infected whom, how many are what, and a recording of it',
  { skip: missing('kubectl') },
  async (t) => {
    const folder = t.testdir();
    const record = `${folder}/run.ndjson.gz`;
    const contagion = runContagion(
      ['up', '--json', ...FAST, ...OFTEN, '--record', record],
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
    const { infections, pods } = state;
    t.match(state.source, {
      kind: 'cluster',
      name: 'local cluster',
      namespace: 'default',
      selector: 'app=podder',
      kubeconfig,
    });
    t.ok(pods.node.every((node) => node === 'local') && pods.owner.every((owner) => owner === 'generic'));
    const events = contagion.lines.filter(({ event }) => event === 'infected');
    infections.pod.forEach((pod, row) => {
      const [parent = 0, generation = 0] = [infections.parent[row], infections.generation[row]];
      const at = infections.exposedAt[row] ?? 0;
      const name = pods.name[pod];
      const told = events.find((each) => each['pod'] === name && each['generation'] === generation);
      if (parent === PARENT_NONE) {
        t.equal(generation, 1, 'from outside');
        return;
      }
      // Of a container before the last one no log is kept: on a busy machine nobody may have read it.
      if (parent === PARENT_UNKNOWN) return;
      t.equal(infections.generation[parent], generation - 1);
      // Known a second later than its child's infection, at worst.
      const illAt = infections.symptomaticAt[parent] ?? null;
      t.ok(
        illAt === null ? infections.endedAt[parent] === null : illAt <= at + MARGIN_MS,
        'who sneezed was ill',
      );
      t.ok((infections.endedAt[parent] ?? Infinity) >= at - MARGIN_MS, 'and still there');
      t.ok(at - (infections.exposedAt[parent] ?? 0) >= 800 - 50, 'after the delay');
      if (told !== undefined) t.ok(pods.name.includes(String(told['from'])));
    });
    const uid = pods.uid[0] ?? '';
    const detail = await ask<PodDetail>(`api/pods/${uid}`);
    t.match(detail, { uid, name: pods.name[0], namespace: 'default', labels: { app: 'podder' } });
    t.ok(detail.events.some(({ reason }) => reason === 'Started'));
    t.ok((await ask<PodEvents>('api/pod-events')).events.some(({ reason }) => reason === 'Scheduled'));
    t.match(await ask('api/goldpinger'), { service: null, calls: [] });
    t.equal((await fetch(`${String(url)}api/pods/nobody`)).status, 404);

    const kubectl = async (): Promise<string[]> => {
      const { stdout } = await promisify(execFile)('kubectl', ['get', 'pods', '-o', 'json'], {
        env: { ...process.env, KUBECONFIG: String(kubeconfig) },
        maxBuffer: 1e7,
      });
      type Item = {
        metadata: { name: string };
        status: { containerStatuses: { restartCount: number; ready: boolean }[] };
      };
      return (JSON.parse(stdout) as { items: Item[] }).items
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
    await until('page and kubectl to say the same', async () => {
      const said = await kubectl();
      const { pods: now } = await ask<Snapshot>('api/state');
      const seen = now.name
        .map((name, row) => `${name} ${now.restarts[row]} ${now.ready[row] === 1}`)
        .filter((_, row) => now.condition[row] !== CODE.gone)
        .toSorted();
      return JSON.stringify(seen) === JSON.stringify(said);
    });

    const last = await ask<Snapshot>('api/state');
    contagion.child.kill('SIGINT');
    t.match(await contagion.ended, { code: 130 });
    t.ok(readFileSync(record).length > 500);
    const replayed = (await openReplayFeed(record)).snapshot().infections;
    const count = last.infections.pod.length;
    t.same(replayed.container.slice(0, count), last.infections.container);
    t.same(replayed.exposedAt.slice(0, count), last.infections.exposedAt);
    t.same(replayed.parent.slice(0, count), last.infections.parent);
  },
);
