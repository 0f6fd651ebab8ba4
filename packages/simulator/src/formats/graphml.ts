import { xmlText } from '@pod-contagion/notations';
import type { Case } from '../cases/case.ts';
import type { CaseLog } from '../cases/case-log.ts';
import { checkSize } from './check-size.ts';
import { chunks } from './chunks.ts';
import { MAX_GRAPHML_CASES } from './limits.ts';
import { nameOfCase, seconds } from './names.ts';

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
`;

/** What nodes have; times are seconds. */
const KEYS = `  <key id="pod" for="node" attr.name="pod" attr.type="int"/>
  <key id="life" for="node" attr.name="life" attr.type="int"/>
  <key id="generation" for="node" attr.name="generation" attr.type="int"/>
  <key id="infected" for="node" attr.name="infected" attr.type="double"/>
  <key id="symptomatic" for="node" attr.name="symptomatic" attr.type="double"/>
  <key id="ended" for="node" attr.name="ended" attr.type="double"/>
  <graph id="contagion" edgedefault="directed">
`;

/**
 * Who infected whom as GraphML, for Gephi and igraph: a node a case with its times in seconds, an edge an infection. The title is
 * the document's description.
 *
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES
 */
export function graphml(cases: CaseLog, title?: string): Generator<string, void, undefined> {
  checkSize(cases, MAX_GRAPHML_CASES, 'GraphML');
  return chunks(piecesOf(cases, title));
}

function* piecesOf(cases: CaseLog, title: string | undefined): Generator<string, void, undefined> {
  yield HEAD;
  if (title !== undefined) yield `  <desc>${xmlText(title)}</desc>\n`;
  yield KEYS;
  for (const each of cases) {
    yield nodeOf(each);
    if (each.infector === undefined) continue;
    yield `    <edge source="${nameOfCase(each.infector)}" target="${nameOfCase(each.id)}"/>\n`;
  }
  yield '  </graph>\n</graphml>\n';
}

function nodeOf({ id, pod, life, generation, exposedAtMs, symptomaticAtMs, endedAtMs }: Case): string {
  let text = `    <node id="${nameOfCase(id)}">${data('pod', pod)}${data('life', life)}`;
  text += data('generation', generation) + data('infected', seconds(exposedAtMs));
  if (symptomaticAtMs !== undefined) text += data('symptomatic', seconds(symptomaticAtMs));
  if (endedAtMs !== undefined) text += data('ended', seconds(endedAtMs));
  return `${text}</node>\n`;
}

function data(key: string, value: string | number): string {
  return `<data key="${key}">${value}</data>`;
}
