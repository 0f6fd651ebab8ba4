import t from 'tap';
import { graphml } from '../../src/formats/graphml.ts';
import { MAX_GRAPHML_CASES } from '../../src/formats/limits.ts';
import { FOUR, recordRun } from '../cases/infections.ts';
import { ORIGINAL } from '../engine/models.ts';
import { elementsOf, parseXml } from '../../../../scripts/testing/xml.ts';
import { arcsOf, textOf } from './text.ts';

t.test('four cases, as a parser of XML sees them', async (t) => {
  const title = 'N < 50 & "ill"]]>\u0000';
  const document = parseXml(textOf(graphml(FOUR, title)));
  t.equal(elementsOf(document, 'graphml > desc')[0]?.textContent, 'N < 50 & "ill"]]>\u{FFFD}');
  const nodes = elementsOf(document, 'node').map((node) =>
    [
      node.getAttribute('id'),
      elementsOf(node, 'data').map((data) => `${data.getAttribute('key')} ${data.textContent}`),
    ].flat(),
  );
  t.same(nodes[0], ['c0', 'pod 7', 'life 0', 'generation 1', 'infected 0', 'symptomatic 10', 'ended 12.75']);
  t.same(nodes[3], ['c3', 'pod 7', 'life 1', 'generation 3', 'infected 20.1']);
  const keys = new Set(elementsOf(document, 'key').map((key) => key.getAttribute('id')));
  t.ok(elementsOf(document, 'data').every((data) => keys.has(data.getAttribute('key'))));
  t.same(elementsOf(parseXml(textOf(graphml(FOUR))), 'desc'), []);
});

t.test('a real run', async (t) => {
  const { cases } = recordRun(ORIGINAL, 2);
  const document = parseXml(textOf(graphml(cases)));
  t.equal(elementsOf(document, 'node').length, cases.size);
  const edges = elementsOf(document, 'edge').map(
    (edge) => `${edge.getAttribute('source')} ${edge.getAttribute('target')}`,
  );
  t.same(edges.toSorted(), arcsOf(cases));
});

t.test('too many', async (t) => {
  t.throws(() => graphml(Object.assign([], { size: MAX_GRAPHML_CASES + 1 })), {
    code: 'SIMULATOR_TOO_MANY_CASES',
  });
});
