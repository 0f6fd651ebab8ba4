/** What `npx contagion` starts, on the Node.js of the project and on an old one. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { OLD_NODE, oldNode } from '../../../../scripts/testing/old-node.ts';
import { VERSION } from '../../src/version.ts';

type Ended = Readonly<{ code: number; stdout: string; stderr: string }>;

function run(node: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(node, args, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        stdout,
        stderr,
      });
    });
  });
}

/** A repository of just the bin; its bundle is older or newer than its source, and can be built anew or not. */
function repository(
  t: Test,
  options: { bundle?: 'older' | 'newer'; node?: boolean; builds?: boolean; clone?: boolean },
): { bin: string; root: string } {
  // Outside of this repository, whose packages must not be what is found.
  const root = mkdtempSync(join(tmpdir(), 'contagion bin '));
  t.teardown(() => rmSync(root, { recursive: true }));
  write(root, {
    apps: {
      contagion: {
        'package.json': '{ "type": "module" }',
        src: {
          'main.ts':
            'const words: string[] = process.argv.slice(2);\nconsole.log(`source ${words.join("|")} ${process.execArgv.join()}`);\nprocess.exit(Number(words[0] ?? 0));\n',
          deep: { 'other.ts': '' },
        },
      },
    },
    dist: { contagion: {} },
    scripts: options.builds === true ? { 'prepare.ts': PREPARE } : {},
    packages: { 'command-line': { 'package.json': '{ "type": "module" }' } },
    ...(options.clone === true ? { 'package-lock.json': '{}' } : {}),
  });
  for (const folder of ['apps/contagion/bin', 'packages/command-line/bin']) {
    cpSync(`${ROOT}${folder}`, join(root, folder), { recursive: true });
  }
  if (options.bundle !== undefined) {
    writeFileSync(join(root, 'dist/contagion/main.mjs'), BUNDLE);
    writeFileSync(join(root, 'dist/built.json'), '{}');
    const atSeconds = Date.now() / 1_000 + (options.bundle === 'newer' ? 100 : -100);
    utimesSync(join(root, 'dist/built.json'), atSeconds, atSeconds);
  }
  if (options.node === true) {
    mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
    symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
  }
  return { bin: join(root, 'apps/contagion/bin/contagion.js'), root };
}

type Folder = { readonly [name: string]: string | Folder };

function write(path: string, folder: Folder): void {
  mkdirSync(path, { recursive: true });
  for (const [name, content] of Object.entries(folder)) {
    if (typeof content === 'string') writeFileSync(join(path, name), content);
    else write(join(path, name), content);
  }
}

const BUNDLE = 'console.log(`bundle ${process.argv.slice(2).join("|")}`);';
const PREPARE = `import { writeFileSync } from 'node:fs';
console.log('noise of the build');
writeFileSync(new URL('../dist/contagion/main.mjs', import.meta.url), ${JSON.stringify(BUNDLE.replace('bundle', 'built'))});
`;

t.test('from source where there is no bundle, or an old one, and none can be built', async (t) => {
  for (const bundle of [undefined, 'older'] as const) {
    const { bin } = repository(t, bundle === undefined ? {} : { bundle });
    t.match(await run(process.execPath, [bin, '3', 'a b']), {
      code: 3,
      stdout: /^source 3\|a b \S*--conditions=@pod-contagion\/source\n$/,
    });
  }
});

t.test(
  'the bundle where it is newer than every source; else it is built, without a word of it on stdout',
  async (t) => {
    const newer = repository(t, { bundle: 'newer', builds: true });
    t.match(await run(process.execPath, [newer.bin, 'up', '--json']), {
      code: 0,
      stdout: 'bundle up|--json\n',
    });
    const older = repository(t, { bundle: 'older', builds: true });
    t.match(await run(process.execPath, [older.bin, 'up', '--json']), {
      code: 0,
      stdout: 'built up|--json\n',
    });
  },
);

t.test('a clone in which nothing was installed yet', async (t) => {
  const { bin } = repository(t, { clone: true });
  t.same(await run(process.execPath, [bin, 'up']), {
    code: 1,
    stdout: '',
    stderr: 'contagion: expected the packages that it is made of, got none: npm install brings them\n',
  });
});

t.test('the real one', async (t) => {
  t.match(await run(process.execPath, [`${ROOT}apps/contagion/bin/contagion.js`, '--version']), {
    code: 0,
    stdout: `${VERSION}\n`,
  });
});

t.test('an old Node.js', { skip: missing(OLD_NODE) }, async (t) => {
  const alone = repository(t, {});
  t.match(await run(oldNode() ?? '', [alone.bin, 'up']), {
    code: 1,
    stdout: '',
    stderr: /^contagion: expected Node\.js 22\.19 or newer, got \d+\.\d+\.\d+; npm install brings one\n$/,
  });
  const withNode = repository(t, { node: true });
  t.match(await run(oldNode() ?? '', [withNode.bin, '7', 'x']), { code: 7, stdout: /^source 7\|x/ });
  const withBundle = repository(t, { node: true, bundle: 'newer' });
  t.match(await run(oldNode() ?? '', [withBundle.bin, 'x']), { code: 0, stdout: 'bundle x\n' });
});
