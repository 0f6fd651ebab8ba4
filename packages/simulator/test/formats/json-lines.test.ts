import t from 'tap';
import { jsonLines, jsonLinesAsync } from '../../src/formats/json-lines.ts';
import { recordRun } from '../cases/infections.ts';
import { ORIGINAL } from '../engine/models.ts';
import { gather, textOf } from './text.ts';

t.test('one a line, with all fields', async (t) => {
  const runs = [
    { seed: 1, extinctAtMs: undefined, text: 'a\nb' },
    { seed: 2, extinctAtMs: 5 },
  ];
  const expected = '{"seed":1,"extinctAtMs":null,"text":"a\\nb"}\n{"seed":2,"extinctAtMs":5}\n';
  t.equal(textOf(jsonLines(runs)), expected);
  async function* later() {
    yield* runs;
  }
  t.same(await gather(jsonLinesAsync(later())), expected.split(/(?<=\n)/), 'each as it comes');
  t.equal(textOf(jsonLines([])), '');
});

t.test('the cases of a real run', async (t) => {
  const { cases } = recordRun(ORIGINAL, 1);
  const read = textOf(jsonLines(cases))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  t.equal(read.length, cases.size);
  t.same(
    read,
    [...cases].map((each) =>
      Object.fromEntries(Object.entries(each).map(([name, value]) => [name, value ?? null])),
    ),
  );
});
