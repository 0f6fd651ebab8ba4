import fc from 'fast-check';
import t from 'tap';
import { csv, csvAsync, type Columns } from '../../src/formats/csv.ts';
import { gather, textOf } from './text.ts';

/** Reads CSV by the grammar of RFC 4180, character by character. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') field += text[at++]!;
      else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === ',') {
      row.push(field);
      field = '';
    } else if (text.startsWith('\r\n', at)) {
      rows.push([...row, field]);
      row = [];
      field = '';
      at++;
    } else field += character;
  }
  return rows;
}

const PAIR: Columns<readonly [string, number | undefined]> = [
  ['name, with a comma', ([name]) => name],
  ['number', ([, number]) => number],
];

t.test('quotes what has to be', async (t) => {
  const rows = [
    ['plain', 1.5],
    ['a "b", c', undefined],
    ['two\nlines', NaN],
    ['', Infinity],
  ] as const;
  const expected = '"name, with a comma",number\r\nplain,1.5\r\n"a ""b"", c",\r\n"two\nlines",\r\n,\r\n';
  t.equal(textOf(csv(PAIR, rows)), expected);
  async function* later() {
    yield* rows;
  }
  t.equal((await gather(csvAsync(PAIR, later()))).join(''), expected);
});

t.test('no rows, and a row of one empty cell', async (t) => {
  t.equal(textOf(csv(PAIR, [])), '"name, with a comma",number\r\n');
  t.equal(textOf(csv([['only', (cell: string) => cell]], [''])), 'only\r\n""\r\n');
});

t.test('what is read is what was written', async (t) => {
  const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[",\r\n a]*$/));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
      const columns: Columns<readonly [string, string]> = [
        ['a', ([first]) => first],
        ['b', ([, second]) => second],
      ];
      const read = JSON.stringify(readCsv(textOf(csv(columns, rows))));
      t.equal(read, JSON.stringify([['a', 'b'], ...rows]));
    }),
  );
});
