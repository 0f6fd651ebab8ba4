/**
 * What the threads of a sweep run: `main.ts`, which knows when it is one. In the bundle all files are beside `main.mjs`, else the
 * folder is one below.
 */
export const THREAD_PROGRAM: URL = new URL(
  import.meta.url.endsWith('.mjs')
    ? './main.mjs'
    : `../main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
  import.meta.url,
);
