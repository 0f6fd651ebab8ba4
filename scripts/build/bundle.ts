import { writeFile } from 'node:fs/promises';
import { build as runBuild, type Plugin } from 'esbuild';
import { ROOT } from '../files.ts';
import { lazyBuiltins } from './lazy-builtins.ts';
import { leaveOut } from './leave-out.ts';
import { makeWhole } from './whole.ts';

/**
 * What a podder never uses of its packages: schema compilers, test injection and proxies of fastify, worker
 * threads of pino, cluster and push of prom-client, HTTP/2 and fetch of undici.
 */
const NEVER_USED = [
  'light-my-request',
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  '@fastify/proxy-addr',
  'pino/lib/transport.js',
  'pino/lib/multistream.js',
  'pino/lib/worker.js',
  'thread-stream',
  'prom-client/lib/cluster.js',
  'prom-client/lib/defaultMetrics.js',
  'prom-client/lib/pushgateway.js',
  'prom-client/lib/summary.js',
  'undici/lib/dispatcher/client-h2.js',
  'undici/lib/llhttp/llhttp-wasm.js',
  'undici/lib/milo',
  'undici/lib/web',
];

/** undici with nothing but its client: no pools, caches, mocks, web sockets. */
const UNDICI_CLIENT = `
const Client = require('undici/lib/dispatcher/client.js');
Client.prototype.request = require('undici/lib/api/api-request.js');
exports.Client = Client;
`;

/** Bundles a program into one CommonJS file that runs by itself and can be made into a start-up snapshot. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  const { outputFiles } = await runBuild({
    entryPoints: [entry],
    outfile,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    conditions: ['@pod-contagion/source'],
    minify: true,
    legalComments: 'none',
    absWorkingDir: ROOT,
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.JEST_WORKER_ID': 'undefined' },
    plugins: [lazyBuiltins(), clientOfUndici(), leaveOut(NEVER_USED)],
  });
  for (const { path, contents } of outputFiles) await makeWhole(path, (part) => writeFile(part, contents));
}

function clientOfUndici(): Plugin {
  return {
    name: 'client-of-undici',
    setup(build) {
      build.onResolve({ filter: /^undici$/ }, ({ resolveDir }) => ({
        path: 'undici',
        namespace: 'client-of-undici',
        pluginData: resolveDir,
      }));
      build.onLoad({ filter: /.*/, namespace: 'client-of-undici' }, ({ pluginData }) => ({
        contents: UNDICI_CLIENT,
        resolveDir: pluginData as string,
        loader: 'js',
      }));
    },
  };
}
