import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';

/** What stands before the real iptables: a shell script with the call's number in `$N`, and what is done with it. */
export type Shim = Readonly<{
  env: Readonly<Record<string, string>>;
  /** How often iptables was called. */
  calls: () => number;
}>;

/**
 * Puts a script before iptables and ip6tables. It may `exit` instead of the real program, or call it by `real` and do
 * something after it; else the real one follows.
 */
export function shimIptables(t: Test, script: string): Shim {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-shim-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const count = join(folder, 'count');
  writeFileSync(count, '0\n');
  const file = join(folder, 'iptables');
  const lines = [
    '#!/bin/sh',
    // By what the shell has itself: a process more for each of hundreds of calls takes longer than all the rest.
    `read -r N < ${count}`,
    `N=$((N + 1)); echo $N > ${count}`,
    'NAME=${0##*/}',
    // Where this process finds them, which is past the script.
    `PATH='${process.env['PATH'] ?? ''}'`,
    'real() { "$NAME" "$@"; }',
    script,
    'exec "$NAME" "$@"',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
  symlinkSync(file, join(folder, 'ip6tables'));
  return {
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    calls: () => Number(readFileSync(count, 'utf8')),
  };
}
