/** Types, lint, floors, format and generated docs, one after the other; all are run even where one fails. */
import { spawnSync } from 'node:child_process';
import { ROOT, SOURCE_CONDITION } from './files.ts';

const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['types', ['tsc', '-b']],
  ['lint', ['oxlint', '--type-aware', '--deny-warnings']],
  ['floors', ['node', 'scripts/floors.ts']],
  ['format', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['schema', ['node', `--conditions=${SOURCE_CONDITION}`, 'scripts/schema.ts', '--check']],
  ['docs', ['node', `--conditions=${SOURCE_CONDITION}`, 'scripts/docs.ts', '--check']],
];

const failed = CHECKS.filter(([name, [program = '', ...args]]) => {
  process.stderr.write(`check ${name}\n`);
  return spawnSync(program, args, { cwd: ROOT, stdio: 'inherit' }).status !== 0;
}).map(([name]) => name);
if (failed.length > 0) {
  process.stderr.write(`failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
