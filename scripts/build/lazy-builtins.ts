/**
 * An esbuild plugin: built-ins whose native state a start-up snapshot can't hold (sockets, the HTTP parser, TLS)
 * become facades. While the snapshot is built nothing native is touched; in a started process the first use
 * loads the real module. Outside a snapshot a facade only passes on.
 */
import { createRequire, isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Built-ins that a snapshot can't hold (http, https, http2 and tls), and some that would only make it larger. The
 * others work from a snapshot, net, dns, cluster and child_process among them (Node.js 22 to 26).
 */
const FACADES: ReadonlySet<string> = new Set(
  'crypto http http2 https inspector module perf_hooks readline repl tls tty worker_threads zlib'.split(' '),
);

/** Data up to this many characters of JSON is copied into the bundle: http.METHODS is, tls.rootCertificates is not. */
const MAX_COPIED_CHARACTERS = 4096;

/** Puts facades in the place of the built-ins that a snapshot can't hold. */
export function lazyBuiltins(): Plugin {
  return {
    name: 'lazy-builtins',
    setup(build) {
      build.onResolve({ filter: /^(node:)?[a-z0-9_/]+$/ }, ({ path }) => {
        const name = path.replace(/^node:/, '');
        return isBuiltin(name) && FACADES.has(name) ? { path: name, namespace: 'lazy-builtin' } : null;
      });
      build.onLoad({ filter: /.*/, namespace: 'lazy-builtin' }, ({ path }) => ({
        contents: facadeOf(path),
        loader: 'js',
      }));
      build.onResolve({ filter: /^lazy-builtin-runtime$/ }, ({ path }) => ({
        path,
        namespace: 'lazy-runtime',
      }));
      build.onLoad({ filter: /.*/, namespace: 'lazy-runtime' }, () => ({ contents: RUNTIME, loader: 'js' }));
    },
  };
}

const require = createRequire(import.meta.url);

/** The source of one facade, made from what the Node.js that bundles finds in the real module. */
function facadeOf(name: string): string {
  const real = require(`node:${name}`) as Record<string, unknown>;
  const properties = Object.entries(Object.getOwnPropertyDescriptors(real)).map(([key, descriptor]) => {
    const id = JSON.stringify(key);
    const value = real[key];
    if (typeof value === 'function') return `get ${id}() { return facade.callable(${id}); }`;
    const copy = isPlainData(value) ? (JSON.stringify(value) ?? 'undefined') : undefined;
    if (copy === undefined || copy.length > MAX_COPIED_CHARACTERS) {
      return `get ${id}() { return facade.object(${id}); }`;
    }
    return descriptor.get === undefined
      ? `${id}: ${copy}`
      : `get ${id}() { return facade.value(${id}, ${copy}); }`;
  });
  const body = properties.map((property) => `  ${property},\n`).join('');
  return `const facade = require('lazy-builtin-runtime')(${JSON.stringify(name)});\nmodule.exports = {\n${body}};\n`;
}

function isPlainData(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlainData);
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isPlainData);
}

/**
 * What a facade does. Modules take functions and classes out of a built-in while they are evaluated, which is
 * while the snapshot is built: a proxy stands in for those in calls, `new` and `instanceof`.
 */
const RUNTIME = `
const { startupSnapshot } = require('node:v8');
const started = () => !startupSnapshot.isBuildingSnapshot();
module.exports = (name) => {
  // Not require(), which the bundler would see.
  const load = (key) => process.getBuiltinModule(name)[key];
  return {
    callable: (key) => started() ? load(key) : new Proxy(function () {}, {
      apply: (_, self, args) => Reflect.apply(load(key), self, args),
      construct: (_, args) => Reflect.construct(load(key), args),
      get: (_, property) => load(key)[property],
    }),
    object: (key) => started() ? load(key) : new Proxy({}, {
      get: (_, property) => {
        const object = load(key);
        const value = object[property];
        return typeof value === 'function' ? value.bind(object) : value;
      },
    }),
    value: (key, whileBuilding) => started() ? load(key) : whileBuilding,
  };
};
`;
