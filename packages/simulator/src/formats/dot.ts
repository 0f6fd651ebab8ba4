import type { CaseLog } from '../cases/case-log.ts';
import { checkSize } from './check-size.ts';
import { chunks } from './chunks.ts';
import { MAX_DOT_CASES } from './limits.ts';
import { nameOfCase, seconds } from './names.ts';

/**
 * Who infected whom as a graph for Graphviz, from left to right; with a title where one is given.
 *
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES
 */
export function dot(cases: CaseLog, title?: string): Generator<string, void, undefined> {
  checkSize(cases, MAX_DOT_CASES, 'DOT');
  return chunks(piecesOf(cases, title));
}

function* piecesOf(cases: CaseLog, title: string | undefined): Generator<string, void, undefined> {
  yield 'digraph contagion {\n  rankdir=LR;\n  node [shape=box];\n';
  if (title !== undefined) yield `  label=${quoted(title)};\n`;
  for (const { id, pod, life, generation, infector, exposedAtMs } of cases) {
    const infected = seconds(exposedAtMs);
    const label = quoted(`podder ${pod}, life ${life}\n${infected} s`);
    yield `  ${nameOfCase(id)} [label=${label}, pod=${pod}, life=${life}, generation=${generation}, infected=${infected}];\n`;
    if (infector !== undefined) yield `  ${nameOfCase(infector)} -> ${nameOfCase(id)};\n`;
  }
  yield '}\n';
}

/** A string of DOT: it knows `\n`, and a backslash before anything else would be one of its escapes as well. */
function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\0', '');
  return `"${escaped.replaceAll(/\r\n?|\n/g, '\\n')}"`;
}
