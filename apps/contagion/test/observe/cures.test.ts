/** What the page says where there is nothing to see, on a real local cluster: the command that it gives, run, cures it. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import type { Trouble } from '@pod-contagion/observatory';
import { openClusterFeed, type Feed } from '@pod-contagion/observatory/serving';
import { ROOT } from '../../../../scripts/files.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { COMMAND_LINE, runContagion, stop } from '../up/run.ts';
import { podderScript } from './own-logs.ts';

/** A program that is Ready for some seconds, has no page to tell of infections, and leaves no last words. */
const MUTE = `
import { createServer } from 'node:http';
const answer = ({ url }, response) => response.writeHead(url === '/infection' ? 404 : 200).end();
createServer(answer).listen(8081, process.env.POD_IP);
setTimeout(() => process.exit(1), 5_000);
`;

/** Waits for a trouble of a kind. */
const troubleOf = (feed: Feed, kind: Trouble['kind'], text = /./): Promise<Trouble> =>
  until(kind, () => {
    const now = feed.status().trouble;
    return now?.kind === kind && text.test(now.text) ? now : undefined;
  });

/** Waits until somebody is infected, and says so. */
const cured = (feed: Feed): Promise<true> =>
  until('something to see', () => {
    const { state, trouble } = feed.status();
    return state === 'live' && trouble === null && feed.snapshot().infections.pod.length > 0;
  });

t.test(
  'from no namespace to an infection, by what is said alone',
  { skip: missing('kubectl') },
  async (t) => {
    const folder = t.testdir();
    // One that tells nobody why it ends after a while, as original podders; and one that ended once, and is a podder from then on.
    const mute = `mute=${process.execPath} ${join(folder, 'mute.mjs')}`;
    writeFileSync(join(folder, 'mute.mjs'), MUTE);
    const marks = join(folder, 'marks');
    mkdirSync(marks);
    const mark = `'${marks}/'"$POD_NAME"`;
    const once = `once=${podderScript(join(folder, 'once.sh'), `[ -e ${mark} ] || { touch ${mark}; exit 1; }`)}`;
    const images = ['--image', mute, '--image', once, '--max-restart-period', '1s'];
    const contagion = runContagion(
      ['up', '--json', '--no-page', '--no-infect', '--replicas', '1', ...images],
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
    // `npx contagion` is what npx finds where the command was installed.
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift\nexec ${COMMAND_LINE} "$@"\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, KUBECONFIG: String(kubeconfig) };
    const kubectl = (...args: readonly string[]): Promise<unknown> =>
      promisify(execFile)('kubectl', args, { env });
    const run = async ({ command }: Trouble): Promise<void> => {
      t.comment(command);
      await promisify(execFile)('/bin/sh', ['-c', command ?? 'false'], { cwd: ROOT, env });
    };
    await run(await troubleOf(feed, 'no-namespace'));
    await run(await troubleOf(feed, 'no-match', /no pods in namespace lab at all/));
    // Two are enough to see, and started sooner than all of them.
    await kubectl('scale', 'deployment', '--all', '--replicas=2', '-n', 'lab');
    // Not while the Service still leads to one that is going.
    await run(await troubleOf(feed, 'nobody-infected', /^(\d+) of \1 /));
    await cured(feed);
    // Nobody has these labels, and those that are there are named.
    const other = openClusterFeed({ kubeconfig: String(kubeconfig), namespace: 'lab', selector: 'app=none' });
    t.teardown(() => other.close());
    const none = await until('another trouble', () => other.status().trouble ?? undefined);
    t.match(none, { kind: 'no-match', text: /^app=none matches 0 of \d+ pods in namespace lab/ });
    const [, selector = ''] = / -l (\S+)/.exec(none.command ?? '') ?? [];
    const right = openClusterFeed({ kubeconfig: String(kubeconfig), namespace: 'lab', selector });
    t.teardown(() => right.close());
    await until('pods by the labels that were said', () => right.snapshot().pods.name.length > 0);

    /** Two podders of an image, in a namespace of their own. */
    const deploy = async (namespace: string, name: string): Promise<void> => {
      const usual = readFileSync(join(ROOT, 'kubernetes/deployments/generic.yaml'), 'utf8');
      const file = join(folder, `${namespace}.yaml`);
      const own = usual.replace('replicas: 50', 'replicas: 2').replace('pod-contagion:generic', name);
      writeFileSync(file, own);
      await kubectl('create', 'namespace', namespace);
      await kubectl('apply', '-k', join(ROOT, 'kubernetes/services'), '-n', namespace);
      await kubectl('apply', '-f', file, '-n', namespace);
    };
    const watch = (namespace: string): Feed => {
      const own = openClusterFeed({ kubeconfig: String(kubeconfig), namespace, selector: 'app=podder' });
      t.teardown(() => own.close());
      return own;
    };
    await deploy('mutes', 'mute');
    const mutes = watch('mutes');
    await run(await troubleOf(mutes, 'no-lineage'));
    await run(await troubleOf(mutes, 'nobody-infected', /^2 of 2 /));
    await cured(mutes);
    await deploy('again', 'once');
    await kubectl('rollout', 'status', 'deployment/generic', '-n', 'again');
    const again = watch('again');
    await run(await troubleOf(again, 'restarted-before', /^\d+ restarts happened before we looked/));
    await cured(again);
  },
);
