/** The images as far as they can be looked at without a container engine. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import t from 'tap';
import { bundle } from '../build/bundle.ts';
import { IMAGE_CONFIG, makeImageRoot } from '../build/image-root.ts';
import { buildSnapshot } from '../build/snapshot.ts';
import { ROOT } from '../files.ts';
import { missing } from '../testing/needs.ts';
import { startProgram } from '../testing/program.ts';
import { sneezeAt } from '../testing/sneeze-at.ts';

/** The instructions of a Dockerfile's last stage, by name. */
function lastStage(dockerfile: string): ReadonlyMap<string, string> {
  const text = readFileSync(ROOT + dockerfile, 'utf8');
  const stage = text.slice(text.indexOf('FROM scratch'));
  return new Map([...stage.matchAll(/^([A-Z]+) (.*)$/gm)].map(([, name = '', rest = '']) => [name, rest]));
}

t.test('both Dockerfiles end as image.json says', async (t) => {
  for (const name of ['generic', 'starter']) {
    const stage = lastStage(`Dockerfile.${name}`);
    t.equal(stage.get('FROM'), 'scratch');
    t.same(JSON.parse(stage.get('ENTRYPOINT') ?? ''), IMAGE_CONFIG.Entrypoint);
    t.same(stage.get('ENV')?.split(' '), IMAGE_CONFIG.Env);
    t.equal(stage.get('USER'), IMAGE_CONFIG.User);
    t.equal(stage.get('COPY'), `--from=build /src/dist/images/${name}/ /`);
  }
});

t.test(
  'an image runs in a root of its own, with nothing else in it',
  { skip: missing('Linux', 'chroot', 'GNU find') },
  async (t) => {
    const folder = t.testdir({ root: {} });
    await bundle(`${ROOT}apps/generic/src/main.ts`, `${folder}/generic.js`);
    await buildSnapshot(process.execPath, `${folder}/generic.js`, `${folder}/generic.blob`);
    const root = `${folder}/root`;
    await makeImageRoot(root, process.execPath, `${folder}/generic.blob`);
    const files = execFileSync('find', ['.', '-type', 'f', '-printf', '%P %m %T@\n'], {
      cwd: root,
      encoding: 'utf8',
    });
    for (const line of files.trim().split('\n')) {
      t.match(line, /^(node|podder\.blob|lib(64)?\/.*\.so(\.\d+)*) [45]{3} 0\.0+$/);
    }
    const [user = '', group = ''] = IMAGE_CONFIG.User.split(':');
    const way = { name: 'image', command: () => IMAGE_CONFIG.Entrypoint };
    const podder = await startProgram('generic', {
      way,
      before: ['chroot', `--userspec=${user}:${group}`, root],
      env: Object.fromEntries(IMAGE_CONFIG.Env.map((entry) => entry.split('='))),
    });
    t.teardown(() => podder.child.kill('SIGKILL'));
    t.equal(await sneezeAt(podder.face), 'eww\n');
    podder.child.kill('SIGTERM');
    t.same(await once(podder.child, 'exit'), [143, null]);
  },
);
