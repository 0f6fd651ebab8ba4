import t from 'tap';
import { processorMsOf } from '../../../../scripts/testing/processor-time.ts';
import { namePattern } from '../../src/targets/name-pattern.ts';

t.test('a pattern has to match the whole name', (t) => {
  const cases: [string, string, boolean][] = [
    ['web', 'web', true],
    ['web', 'web-1', false],
    ['web', 'my-web', false],
    ['web|api', 'api-1', false],
    ['(web|api)-.*', 'api-1', true],
    ['web(-[a-z0-9]+){2}', 'web-5d9c7-x2', true],
    ['web(-[a-z0-9]+){2}', 'web-5d9c7', false],
    ['web(-canary)?-[0-9]+', 'web-canary-12', true],
    ['[(|*]*web', 'web', true],
    [String.raw`we\.b\*?`, 'we.b', true],
    ['(?<kind>web)-.+?', 'web-1', true],
    ['web-[0-9]{1,3}', 'web-123', true],
  ];
  for (const [pattern, name, expected] of cases) {
    t.equal(namePattern(pattern).test(name), expected, `${pattern} ${name}`);
  }
  t.end();
});

t.test('what is invalid or could take for ever is refused', (t) => {
  const cases: [string, RegExp][] = [
    ['', /1 to 256 characters, got 0/],
    ['a'.repeat(257), /got 257/],
    ['(', /expected a regular expression, got "\("/],
    ['a)|(b', /expected a regular expression/],
    ['[z-a]', /expected a regular expression/],
    ['*', /expected a regular expression/],
    ['(a+)+', /repeated group/],
    ['(a*)*b', /repeated group/],
    ['(a|a)*b', /repeated group/],
    ['(?:a?)+', /repeated group/],
    ['((a+)b){2,}', /repeated group/],
    ['([a-z]+){1,9}', /repeated group/],
    [String.raw`(a)\1`, /reference back/],
    [String.raw`(?<x>a)\k<x>`, /reference back/],
    ['(?=a)a', /looking ahead/],
    ['(?!a)b', /looking ahead/],
    ['(?<=a)b', /looking ahead/],
    ['(?<!a)b', /looking ahead/],
    ['a*a*a*a*a*b', /at most 4 repetitions, got 5/],
    ['([a-z]*x){5}', /at most 4 repetitions, got 5/],
    ['a?'.repeat(30), /at most 10 optional/],
    ['(a?){30}', /at most 10 optional/],
  ];
  for (const [pattern, message] of cases) {
    t.throws(() => namePattern(pattern), { code: 'CHAOS_USAGE', message }, pattern.slice(0, 40));
  }
  t.end();
});

t.test('the worst that is taken ends soon', async (t) => {
  const pattern = namePattern('a*a*a*a*b');
  const spentMs = await processorMsOf(() => {
    t.equal(pattern.test('a'.repeat(63)), false);
  });
  t.ok(spentMs < 30_000, `${spentMs} ms`);
  t.end();
});
