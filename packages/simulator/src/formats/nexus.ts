import type { Case } from '../cases/case.ts';
import type { CaseLog } from '../cases/case-log.ts';
import { NOBODY, treeOf, type Tree } from '../cases/tree.ts';
import { checkSize } from './check-size.ts';
import { chunks } from './chunks.ts';
import { MAX_NEXUS_CASES } from './limits.ts';
import { nameOfCase, seconds } from './names.ts';
import { nested } from './nested.ts';

/**
 * The transmission tree as NEXUS (Maddison et al. 1997), with what is known of each case in the annotations that FigTree reads:
 * `[&pod=3,life=0,generation=2,infected=12.3,symptomatic=22.3,ended=25.1]`, times in seconds. Taxa are those that infected nobody.
 *
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES, SIMULATOR_CASES
 */
export function nexus(cases: CaseLog): Generator<string, void, undefined> {
  checkSize(cases, MAX_NEXUS_CASES, 'NEXUS');
  return chunks(piecesOf(treeOf(cases)));
}

function* piecesOf(tree: Tree): Generator<string, void, undefined> {
  yield '#NEXUS\n';
  const { cases, firstChild } = tree;
  if (cases.size === 0) return;
  const tips = firstChild.reduce((count, child) => count + (child === NOBODY ? 1 : 0), 0);
  yield `BEGIN TAXA;\n  DIMENSIONS NTAX=${tips};\n  TAXLABELS\n`;
  for (let id = 0; id < cases.size; id++) if (firstChild[id] === NOBODY) yield `    ${nameOfCase(id)}\n`;
  yield '  ;\nEND;\nBEGIN TREES;\n  TREE contagion = [&R] ';
  yield* nested(tree, annotation);
  yield ';\nEND;\n';
}

function annotation(each: Case): string {
  const { pod, life, generation, exposedAtMs, symptomaticAtMs, endedAtMs } = each;
  let text = `[&pod=${pod},life=${life},generation=${generation},infected=${seconds(exposedAtMs)}`;
  if (symptomaticAtMs !== undefined) text += `,symptomatic=${seconds(symptomaticAtMs)}`;
  if (endedAtMs !== undefined) text += `,ended=${seconds(endedAtMs)}`;
  return `${text}]`;
}
