import type { CaseLog } from '../cases/case-log.ts';
import { treeOf } from '../cases/tree.ts';
import { checkSize } from './check-size.ts';
import { chunks } from './chunks.ts';
import { MAX_NEWICK_CASES } from './limits.ts';
import { nested } from './nested.ts';

/**
 * The transmission tree in Newick's format, on one line: inner nodes are cases as well, and may have one child. Branches are in
 * seconds, as `nested` says.
 *
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES, SIMULATOR_CASES
 */
export function newick(cases: CaseLog): Generator<string, void, undefined> {
  checkSize(cases, MAX_NEWICK_CASES, 'Newick');
  const tree = treeOf(cases);
  return chunks(
    (function* () {
      yield* nested(tree);
      yield ';\n';
    })(),
  );
}
