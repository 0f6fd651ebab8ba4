import t from 'tap';
import { linesOf, watchEvents } from '../../src/answers/watch-events.ts';

async function* chunksOf(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

t.test('events, and no half of one', async (t) => {
  const event = '{"type":"ADDED","object":{"kind":"Pod"}}';
  const read = (...texts: string[]) => all(watchEvents(chunksOf(...texts), 'https://here', 'pods in lab'));
  t.same(await read(`${event}\n\n`, `${event}\n`), [JSON.parse(event), JSON.parse(event)]);
  t.same(await read(`${event}\n${event.slice(0, 20)}`), [JSON.parse(event)], 'the connection broke');
  for (const line of [
    '<html>',
    '{"type":"ADDED"}',
    '{"type":1,"object":{}}',
    '{"type":"ADDED","object":null}',
    'null',
  ]) {
    await t.rejects(
      read(`${event}\n${line}\n`),
      {
        code: 'CLUSTER_STRANGER',
        message:
          /^no Kubernetes API answered at https:\/\/here: expected the events of a watch on pods in lab/,
      },
      line,
    );
  }
});

t.test('lines, however they are cut', async (t) => {
  const text = 'one\ntwö\n\nthree\nhalf';
  for (let size = 1; size <= text.length; size++) {
    const bytes = Buffer.from(text);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    const lines: string[] = [];
    for await (const each of linesOf(
      (async function* () {
        yield* chunks;
      })(),
      100,
    )) {
      lines.push(each);
    }
    t.same(lines, ['one', 'twö', '', 'three'], `${size} bytes at a time`);
  }
  const endless = linesOf(
    (async function* () {
      for (;;) yield Buffer.from('xxxxxxxxxx');
    })(),
    100,
  );
  await t.rejects(endless.next(), { name: 'RangeError', message: /at most 100 bytes/ });
});
