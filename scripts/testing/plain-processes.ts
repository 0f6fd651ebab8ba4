/**
 * Loaded before all else into the process of each test file, where nobody asked for coverage. tap lets a hook see every module
 * that a test and the processes it starts load, for coverage; that makes each of them half as dear again, podders too.
 */
import module from 'node:module';

if (process.env['_TAPJS_PROCESSINFO_COVERAGE_'] === '0') {
  const { registerHooks } = module;
  const skipFirst: typeof registerHooks = () => {
    Object.assign(module, { registerHooks });
    return { deregister: () => undefined };
  };
  Object.assign(module, { registerHooks: skipFirst });
  delete process.env['NODE_OPTIONS'];
}
