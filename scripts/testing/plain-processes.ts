/**
 * Loaded before all else into the process of each test file, where nobody asked for coverage. tap lets a hook see every module
 * that a test and the processes it starts load, for coverage; that makes each of them half as dear again, podders too. And
 * packages of many files are loaded as the one file that was made of each, and fast-check as it is set in properties.ts.
 */
import { existsSync } from 'node:fs';
import module from 'node:module';
import { ONE_FILE_PACKAGES, oneFileOf } from './one-file-packages.ts';

if (process.env['_TAPJS_PROCESSINFO_COVERAGE_'] === '0') {
  const { registerHooks } = module;
  const skipFirst: typeof registerHooks = () => {
    Object.assign(module, { registerHooks });
    return { deregister: () => undefined };
  };
  const files = new Map(
    ONE_FILE_PACKAGES.map((name) => [name, oneFileOf(name)] as const)
      .filter(([, file]) => existsSync(file))
      .map(([name, file]) => [name, file.href] as const),
  );
  const { href: properties } = new URL('properties.ts', import.meta.url);
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'fast-check' && context.parentURL !== properties) return next(properties, context);
      return next(files.get(specifier) ?? specifier, context);
    },
  });
  Object.assign(module, { registerHooks: skipFirst });
  delete process.env['NODE_OPTIONS'];
}
