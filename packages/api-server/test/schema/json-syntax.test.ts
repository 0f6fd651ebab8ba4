import fc from 'fast-check';
import t from 'tap';
import { jsonSyntaxError } from '../../src/schema/json-syntax.ts';

t.test("the words are those of Go's encoding/json", async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['', 'unexpected end of JSON input'],
    ['{"a":', 'unexpected end of JSON input'],
    ['"abc', 'unexpected end of JSON input'],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['\u00E4', "invalid character '\u00C3' looking for beginning of value"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{}x', "invalid character 'x' after top-level value"],
    ['"\n"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['tru}', "invalid character '}' in literal true (expecting 'e')"],
    ['nul', 'unexpected end of JSON input'],
    ['-x', "invalid character 'x' in numeric literal"],
    ['01', "invalid character '1' after top-level value"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['['.repeat(5000), 'exceeded max depth'],
  ];
  for (const [text, message] of cases) t.equal(jsonSyntaxError(text).message, message, text.slice(0, 20));
});

t.test('whatever JSON.parse refuses has a reason here', async () => {
  const text = fc
    .tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), fc.nat({ max: 2 }))
    .map(([json, at, added, removed]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + added + json.slice(place + removed);
    });
  fc.assert(
    fc.property(text, (json) => {
      try {
        JSON.parse(json);
        return true;
      } catch {
        const { message } = jsonSyntaxError(json);
        const end = message === 'unexpected end of JSON input';
        // Nothing more can make it valid where the fault is in a character that is there.
        return end || /^invalid character '.{1,6}' \w/.test(message);
      }
    }),
    { numRuns: 500 },
  );
});
