/** What the page says where there is nothing to see, on a real local cluster: the command that it gives, run, cures it. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import type { Trouble } from '@pod-contagion/observatory';
import { openClusterFeed } from '@pod-contagion/observatory/serving';
import { ROOT } from '../../../../scripts/files.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { COMMAND, runContagion, stop } from '../up/run.ts';

t.test(
  'from no namespace to an infection, by what is said alone',
  { skip: missing('kubectl') },
  async (t) => {
    const folder = t.testdir();
    const contagion = runContagion(
      ['up', '--json', '--no-page', '--no-infect', '--replicas', '1'],
      `${folder}/${process.pid}`,
    );
    t.teardown(() => stop(contagion));
    const { kubeconfig } = await contagion.line(({ event }) => event === 'cluster');
    await contagion.line(({ event }) => event === 'ready');
    const feed = openClusterFeed({
      kubeconfig: String(kubeconfig),
      namespace: 'lab',
      selector: 'app=podder',
    });
    t.teardown(() => feed.close());
    const trouble = (kind: Trouble['kind'], text = /./): Promise<Trouble> =>
      until(kind, () => {
        const now = feed.status().trouble;
        return now?.kind === kind && text.test(now.text) ? now : undefined;
      });
    // `npx contagion` is what npx finds where the command was installed.
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift\nexec ${COMMAND.join(' ')} "$@"\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, KUBECONFIG: String(kubeconfig) };
    const kubectl = (...args: readonly string[]): Promise<unknown> =>
      promisify(execFile)('kubectl', args, { env });
    const run = async ({ command }: Trouble): Promise<void> => {
      t.comment(command);
      await promisify(execFile)('/bin/sh', ['-c', command ?? 'false'], { cwd: ROOT, env });
    };
    await run(await trouble('no-namespace'));
    await run(await trouble('no-match', /no pods in namespace lab at all/));
    // Two are enough to see, and started sooner than all of them.
    await kubectl('scale', 'deployment', '--all', '--replicas=2', '-n', 'lab');
    await run(await trouble('nobody-infected'));
    await until('something to see', () => feed.status().state === 'live' && feed.status().trouble === null);
    t.ok(feed.snapshot().infections.pod.length > 0);
    // Nobody has these labels, and those that are there are named.
    const other = openClusterFeed({ kubeconfig: String(kubeconfig), namespace: 'lab', selector: 'app=none' });
    t.teardown(() => other.close());
    const none = await until('another trouble', () => other.status().trouble ?? undefined);
    t.match(none, { kind: 'no-match', text: /^app=none matches 0 of \d+ pods in namespace lab/ });
    const [, selector = ''] = / -l (\S+)/.exec(none.command ?? '') ?? [];
    const right = openClusterFeed({ kubeconfig: String(kubeconfig), namespace: 'lab', selector });
    t.teardown(() => right.close());
    await until('pods by the labels that were said', () => right.snapshot().pods.name.length > 0);
  },
);
