/** An esbuild plugin that leaves modules out of a bundle which the program never uses. */
import type { Plugin } from 'esbuild';

/**
 * Leaves out files, folders or packages, named by their path below node_modules ('pino/lib/transport.js'). What
 * stands in for one can be passed around and extended, but using it fails with a message that names it.
 */
export function leaveOut(paths: readonly string[]): Plugin {
  const endings = paths.map((path) => `/node_modules/${path}`);
  const isLeftOut = (file: string): boolean =>
    endings.some((ending) => file.endsWith(ending) || file.includes(`${ending}/`));
  return {
    name: 'leave-out',
    setup(build) {
      build.onLoad({ filter: /node_modules.*\.[cm]?js$/ }, ({ path }) =>
        isLeftOut(path.replaceAll('\\', '/')) ? { contents: standIn(path), loader: 'js' } : null,
      );
    },
  };
}

function standIn(path: string): string {
  const name = path.slice(path.lastIndexOf('node_modules') + 'node_modules/'.length);
  const message = JSON.stringify(`${name} was left out of this bundle`);
  return `
const fail = () => { throw new Error(${message}); };
module.exports = new Proxy(function () {}, {
  apply: fail,
  construct: fail,
  get: (target, key) =>
    key === 'prototype' || typeof key === 'symbol' || key === '__esModule' ? target[key] : module.exports,
});
`;
}
