import t from 'tap';
import { checkTargetOptions } from '../../src/targets/check-options.ts';
import type { TargetOptions } from '../../src/targets/options.ts';

const BASE: TargetOptions = { namespaces: ['default'], amount: 'all' };

t.test('options that cannot be meant name what they expect', (t) => {
  const cases: [Partial<TargetOptions>, string | RegExp][] = [
    [{ namespaces: [] }, 'targets: namespaces expects 1 to 1000 names, got []'],
    [{ namespaces: [''] }, 'targets: namespaces expects 1 to 1000 names, got [""]'],
    [{ names: [''] }, 'targets: names expects at most 1000, got [""]'],
    [{ minAgeMs: -1 }, 'targets: minAgeMs expects 0 or more, got -1'],
    [{ minAgeMs: Number.NaN }, /minAgeMs/],
    [{ owner: 'a/b/c' }, 'targets: owner expects Kind/name or Kind, got "a/b/c"'],
    [{ owner: '' }, /owner/],
    [{ phases: ['running'] }, /phases expects Pending, Running, .* got "running"/],
    [{ maxNamespacePercent: 0 }, 'targets: maxNamespacePercent expects above 0 to 100, got 0'],
    [{ maxNamespacePercent: 101 }, /maxNamespacePercent/],
    [{ amount: { count: 0 } }, 'targets: count expects a whole number from 1, got 0'],
    [{ amount: { count: 1.5 } }, /count/],
    [{ amount: { percent: 0 } }, 'targets: percent expects above 0 to 100, got 0'],
    [{ amount: { upToPercent: 100.1 } }, /percent/],
    [{ selector: '' }, 'targets: selector expects a selector that says something, got ""'],
    [{ selector: ' \t' }, 'targets: selector expects a selector that says something, got " \\t"'],
    [{ annotations: ' ' }, /annotations expects a selector that says something/],
    [{ fieldSelector: ' ' }, /fieldSelector expects a selector that says something/],
    [{ exclude: { selector: ' ' } }, /exclude.selector expects a selector that says something/],
    [{ selector: 'a b' }, /^label selector "a b"/],
    [{ annotations: 'a b' }, /^annotation selector "a b"/],
    [{ exclude: { selector: '=' } }, /^label selector "="/],
    [{ namePattern: '(' }, /^name pattern/],
    [{ exclude: { namePattern: '(' } }, /^name pattern/],
  ];
  for (const [options, message] of cases) {
    t.throws(
      () => checkTargetOptions({ ...BASE, ...options }),
      { code: 'CHAOS_USAGE', message },
      JSON.stringify(options),
    );
  }
  t.end();
});

t.test('what is left out has its default, and it is the safe one', (t) => {
  t.match(checkTargetOptions(BASE), {
    phases: ['Running'],
    maxNamespacePercent: 50,
    keepLastReady: true,
    refuseHostNetwork: false,
    minAgeMs: 0,
  });
  t.end();
});
