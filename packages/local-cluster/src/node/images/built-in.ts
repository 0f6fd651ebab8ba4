import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Image } from './image.ts';
import { DEFAULT_PATH } from '../../host/executable.ts';

/** The images that hold a podder, by its app. */
const PODDERS: Readonly<Record<string, string>> = {
  'pod-contagion:generic': 'generic',
  'pod-contagion:starter': 'starter',
};

/** The image of the chaos toolkit: the command line, and the agent that it puts into pods. */
const CHAOS = 'pod-contagion:chaos';

/** The image of the page, and its app. */
const OBSERVATORY = { image: 'pod-contagion:observatory', app: 'observatory' };

/** Where its programs are, under the repository. */
const CHAOS_PROGRAMS = join('packages', 'local-cluster', 'src', 'node', 'images', 'bin');

/** As in the images: malloc gives back at once what the snapshot was read into. */
const ENV = { NODE_ENV: 'production', MALLOC_MMAP_THRESHOLD_: '131072' };

/**
 * The images that come with the project: podders, started from the snapshot that `npm install` made of them, or,
 * where another Node.js made it, from their bundle; before anything is built, from source. And the chaos toolkit, whose
 * programs are on the PATH as they are in its image; `path` is where the rest of the machine's are. And the page, which asks the API
 * server: it is told of the `kubeconfig`, as no pod has an account here.
 */
export function builtInImages(
  root: string | undefined = repositoryRoot(),
  path: string = process.env['PATH'] ?? DEFAULT_PATH,
  kubeconfig?: string,
): Record<string, Image> {
  if (root === undefined) return {};
  const podders = Object.entries(PODDERS).map(
    ([image, app]) => [image, { command: commandOf(root, app), env: ENV }] as const,
  );
  const programs = join(root, CHAOS_PROGRAMS);
  const folders = [programs, dirname(process.execPath), path, DEFAULT_PATH];
  const env = { NODE_ENV: 'production', PATH: folders.join(delimiter) };
  return {
    ...Object.fromEntries(podders),
    [OBSERVATORY.image]: {
      command: bundleOrSource(root, OBSERVATORY.app, join('observatory', 'main.mjs')),
      env: { NODE_ENV: 'production', ...(kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig }) },
    },
    [CHAOS]: { command: [join(programs, 'pod-chaos')], env },
  };
}

function commandOf(root: string, app: string): string[] {
  const node = process.execPath;
  const blob = join(root, 'dist', `${app}.blob`);
  if (existsSync(blob) && isOfThisNode(join(root, 'dist', 'built.json'))) {
    return [node, '--snapshot-blob', blob, 'podder'];
  }
  return bundleOrSource(root, app, `${app}.js`);
}

function bundleOrSource(root: string, app: string, name: string): string[] {
  const node = process.execPath;
  const bundle = join(root, 'dist', name);
  if (existsSync(bundle)) return [node, bundle];
  return [node, '--conditions=@pod-contagion/source', join(root, 'apps', app, 'src', 'main.ts')];
}

function isOfThisNode(stamp: string): boolean {
  try {
    const { node, platform, arch } = JSON.parse(readFileSync(stamp, 'utf8')) as Record<string, string>;
    return node === process.version && platform === process.platform && arch === process.arch;
  } catch {
    return false;
  }
}

/** The folder of the repository: the first above this file that holds the podders' app. */
function repositoryRoot(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'apps', 'generic', 'package.json'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
