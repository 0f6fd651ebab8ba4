import type { Test } from 'tap';

/** A page that is as small as one can be, in a folder of the test. */
export function pageFolder(t: Test): string {
  return t.testdir({
    'index.html': '<!doctype html><title>page</title><script type="module" src="page.js"></script>',
    'page.js': `export const text = ${JSON.stringify('again and again '.repeat(100))};`,
    'page.css': 'body { margin: 0 }',
    'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'part-ABCD.js': 'export {};',
    'notes.txt': 'not for anybody',
  });
}
