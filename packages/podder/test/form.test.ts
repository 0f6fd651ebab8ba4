import fc from 'fast-check';
import t from 'tap';
import { holds } from './holds.ts';
import { EMPTY_FORM, parseMultipart, parseUrlencoded, type Form } from '../src/form.ts';
import { MAX_FORM_FIELDS } from '../src/limits.ts';
import { decodeUrlencoded, urlencodedBytes } from './form-oracle.ts';

const entries = (form: Form) => ('fields' in form ? [...form.fields] : form.problem);

t.test('percent-encoded forms', async (t) => {
  const cases: [string, [string, string][]][] = [
    ['', []],
    ['action=achoo', [['action', 'achoo']]],
    ['action', [['action', '']]],
    ['=x', [['', 'x']]],
    ['a=b=c', [['a', 'b=c']]],
    [
      '&&a=1&&b=2&',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=1&a=2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['a+b=c+d%2B', [['a b', 'c d+']]],
    ['acti%6fn=%61choo', [['action', 'achoo']]],
    ['acti%6Fn=%41', [['action', 'A']]],
    ['?action=achoo', [['?action', 'achoo']]],
    ['#a=1', [['#a', '1']]],
    ['a=%00', [['a', '\0']]],
    ['a=%FF', [['a', '\uFFFD']]],
    ['a=%EF%BB%BFb', [['a', '\uFEFFb']]],
    ['__proto__=1', [['__proto__', '1']]],
  ];
  for (const [text, fields] of cases) t.same(entries(parseUrlencoded(text)), fields, JSON.stringify(text));
});

t.test('broken escapes and semicolons are refused in the words of the original', async (t) => {
  const cases: [string, string][] = [
    ['action=%zz', 'invalid URL escape "%zz"'],
    ['%zz=1', 'invalid URL escape "%zz"'],
    ['action=%4', 'invalid URL escape "%4"'],
    ['x=%&action=achoo', 'invalid URL escape "%"'],
    ['y=%"1', 'invalid URL escape "%\\"1"'],
    ['action=achoo;', 'invalid semicolon separator in query'],
    ['action=a;b=c', 'invalid semicolon separator in query'],
    // The last semicolon is told before any escape, of the escapes the first.
    ['y=%1&a;b', 'invalid semicolon separator in query'],
    ['action=achoo;x=%zz&y=%1', 'invalid semicolon separator in query'],
    ['y=%&b=%2x', 'invalid URL escape "%"'],
    ['%1=%2', 'invalid URL escape "%1"'],
  ];
  for (const [text, problem] of cases) t.same(parseUrlencoded(text), { problem }, JSON.stringify(text));
});

t.test('an escaped semicolon or percent sign is fine', async (t) => {
  t.same(entries(parseUrlencoded('a=%3B%25')), [['a', ';%']]);
});

/** Text that is no UTF-8 is never a word of the protocol; which replacement characters it becomes doesn't matter. */
const readable = (fields: [string, string][]) =>
  fields.map((field) => field.map((text) => (text.includes('\uFFFD') ? '\uFFFD' : text)));

t.test('property: it reads as a decoder written for this test does', async (t) => {
  await holds(
    t,
    fc.property(urlencodedBytes, (bytes) => {
      const text = bytes.toString('utf8');
      const expected = decodeUrlencoded(text);
      const got = parseUrlencoded(text);
      if (expected === undefined) return 'problem' in got;
      return (
        'fields' in got && JSON.stringify(readable([...got.fields])) === JSON.stringify(readable(expected))
      );
    }),
    { numRuns: 1000 },
  );
});

t.test('property: what URLSearchParams writes comes back', async (t) => {
  const fields = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })));
  await holds(
    t,
    fc.property(fields, (fields) => {
      const got = parseUrlencoded(new URLSearchParams(fields).toString());
      return JSON.stringify(entries(got)) === JSON.stringify(fields);
    }),
  );
});

/** A part as curl and browsers write it; `more` goes after the name. */
const part = (name: string, value: string, more = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const END = '--b--\r\n';
const read = async (body: string, type = 'multipart/form-data; boundary=b') =>
  entries(await parseMultipart({ 'content-type': type }, Buffer.from(body)));
const achoo = [['action', 'achoo']];

t.test('multipart forms, well formed', async (t) => {
  const curl = '------------------------aBcD0123456789efGHijKL';
  t.same(
    await read(
      `--${curl}\r\nContent-Disposition: form-data; name="action"\r\n\r\nachoo\r\n--${curl}--\r\n`,
      `multipart/form-data; boundary=${curl}`,
    ),
    achoo,
    'as curl -F writes it',
  );
  t.same(await read(part('action', 'achoo') + END), achoo);
  t.same(
    await read(`preamble\r\n${part('action', 'achoo')}--b--`),
    achoo,
    'with a preamble, without a last line end',
  );
  t.same(await read(part('action', 'achoo') + END, 'Multipart/Form-Data; BOUNDARY="b"'), achoo);
  t.same(await read(part('a', '1') + part('a', '2') + END), [
    ['a', '1'],
    ['a', '2'],
  ]);
  t.same(await read(part('action', '') + END), [['action', '']]);
  t.same(await read(part('a', 'x\r\ny;%zz+') + END), [['a', 'x\r\ny;%zz+']], 'taken as it is, not decoded');
  t.same(await read(part('__proto__', 'x') + END), [['__proto__', 'x']]);
});

t.test('files are passed over, wherever they stand', async (t) => {
  const file = part('action', 'achoo', '; filename="f.txt"\r\nContent-Type: text/plain');
  t.same(await read(file + END), []);
  t.same(await read(file + part('action', 'achoo') + END), achoo);
  t.same(await read(part('action', 'achoo') + file + file + END), achoo);
});

t.test('of many fields the first 64 count', async (t) => {
  t.equal(MAX_FORM_FIELDS, 64);
  const fields = Array.from({ length: 70 }, (_, index) => part(`f${index}`, String(index)));
  const got = await read(fields.join('') + END);
  t.equal(got.length, 64);
  t.same(got.at(-1), ['f63', '63']);
});

t.test('a broken multipart form leaves the fields before the break', async (t) => {
  t.same(await read(part('action', 'achoo')), achoo, 'no end');
  t.same(await read(part('a', '1') + part('action', 'achoo').slice(0, 20)), [['a', '1']], 'cut in a header');
  t.same(await read(part('action', 'achoo').replaceAll('\r\n', '\n')), [], 'bare line feeds');
  t.same(await read('--b\r\n\r\nachoo\r\n--b--\r\n'), [], 'a part with no name');
  t.same(await read('x'), [], 'no part');
  t.same(await read(''), [], 'nothing');
  t.same(await read(part('action', 'achoo'), 'multipart/form-data'), [], 'no boundary');
  t.same(await read(part('action', 'achoo'), 'multipart/form-data; boundary='), [], 'an empty boundary');
  t.same(entries(await parseMultipart({}, Buffer.from('x'))), [], 'no content type');
});

t.test('property: what FormData writes comes back', async (t) => {
  const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/);
  const value = fc.string({ unit: 'grapheme', maxLength: 50 }).map((text) => text.replaceAll(/[\r\n]/g, ''));
  await holds(
    t,
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 20 }), async (fields) => {
      const form = new FormData();
      for (const [name, value] of fields) form.append(name, value);
      const message = new Response(form);
      const headers = { 'content-type': message.headers.get('content-type') ?? '' };
      const got = await parseMultipart(headers, Buffer.from(await message.arrayBuffer()));
      return JSON.stringify(entries(got)) === JSON.stringify(fields);
    }),
  );
});

t.test('property: any bytes end in a form, neither thrown nor hanging', async (t) => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        '--b',
        '--b--',
        '\r\n',
        '\n',
        '\r\n\r\n',
        'Content-Disposition: form-data; name="a"',
        '; filename="f"',
      ),
      fc.constantFrom(
        'Content-Type: text/plain; charset=',
        'Content-Transfer-Encoding: base64',
        'achoo',
        '"',
        '\\',
        '=',
      ),
      fc.string(),
    ),
    { maxLength: 30 },
  );
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    pieces.map((pieces) => Buffer.from(pieces.join(''))),
  );
  const types = fc.oneof(
    fc.constant('multipart/form-data; boundary=b'),
    fc.string().map((text) => `multipart/form-data; ${text}`),
    fc.string().map((text) => `multipart/form-data; boundary=${text}`),
  );
  await holds(
    t,
    fc.asyncProperty(
      types,
      bodies,
      async (type, body) => 'fields' in (await parseMultipart({ 'content-type': type }, body)),
    ),
    { numRuns: 500 },
  );
});

t.test('the empty form has no fields', async (t) => {
  t.same(entries(EMPTY_FORM), []);
});
