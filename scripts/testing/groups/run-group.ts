import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { ROOT } from '../../files.ts';

/** What stands for tap in a file of a group; what follows is the address of the file. */
const SCHEME = 'tap-of:';

/** The test that stands for a file, by the address of that file. */
const testOf = new Map<string, Test>();

/**
 * Runs test files one after the other in this process, each as a test named after it: most of the time of a small file is
 * that of its process. To each of them `import t from 'tap'` gives the test that stands for it.
 */
export async function runGroup(files: readonly string[]): Promise<void> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'tap' && testOf.has(context.parentURL ?? '')
        ? { url: `${SCHEME}${context.parentURL}`, shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url.startsWith(SCHEME)
        ? { format: 'module', source: sourceFor(url.slice(SCHEME.length)), shortCircuit: true }
        : next(url, context),
  });
  t.teardown(() => hooks.deregister());
  for (const file of files) {
    const { href } = pathToFileURL(`${ROOT}${file}`);
    void t.test(file, async (test) => {
      testOf.set(href, test);
      await import(href);
    });
  }
}

/** Called by the module that stands for tap. */
export function takeTest(file: string): Test | undefined {
  return testOf.get(file);
}

function sourceFor(file: string): string {
  return `import { takeTest } from ${JSON.stringify(import.meta.url)};
export default takeTest(${JSON.stringify(file)});`;
}
