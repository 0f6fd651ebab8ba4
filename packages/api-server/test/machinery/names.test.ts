import fc from 'fast-check';
import t from 'tap';
import { processorMsOf } from '../../../../scripts/testing/processor-time.ts';
import {
  configKeyProblems,
  dns1035LabelProblems,
  dnsLabelProblems,
  dnsSubdomainProblems,
  headerNameProblems,
  labelValueProblems,
  percentProblems,
  portNameProblems,
  portNumberProblems,
  portProblems,
  qualifiedNameProblems,
  variableNameProblems,
} from '../../src/machinery/names.ts';

t.test('the words are those of Kubernetes, odd blanks and all', async (t) => {
  t.same(dnsLabelProblems('Foo'), [
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  ]);
  t.same(dnsSubdomainProblems('foo_bar'), [
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  ]);
  t.same(dns1035LabelProblems('1abc'), [
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
  ]);
  t.same(labelValueProblems('a b'), [
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  ]);
  t.same(qualifiedNameProblems('-x'), [
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
  ]);
  t.same(qualifiedNameProblems('a/b/c'), [
    "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
  ]);
  t.same(percentProblems('a%'), [
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
  ]);
});

t.test('lengths', async (t) => {
  t.same(dnsLabelProblems('a'.repeat(63)), []);
  t.same(dnsLabelProblems('a'.repeat(64)), ['must be no more than 63 bytes']);
  t.same(dnsSubdomainProblems('a'.repeat(254)), ['must be no more than 253 bytes']);
  t.same(labelValueProblems('x'.repeat(64)), ['must be no more than 63 bytes']);
  t.same(qualifiedNameProblems('x'.repeat(64)), ['name part must be no more than 63 bytes']);
  t.same(portNameProblems('a'.repeat(16)), ['must be no more than 15 bytes']);
});

t.test('ports', async (t) => {
  t.same(
    [0, 1, 65_535, 65_536, 1.5].map((port) => portNumberProblems(port).length),
    [1, 0, 0, 1, 1],
  );
  t.same(portNumberProblems(0), ['must be between 1 and 65535, inclusive']);
  t.same(portNameProblems('80'), ['must contain at least one letter (a-z)']);
  t.same(portNameProblems('a--b'), ['must not contain consecutive hyphens']);
  t.same(portNameProblems('-a'), ['must not begin or end with a hyphen']);
  t.same(portNameProblems('http'), []);
  t.same([portProblems('http'), portProblems(80)], [[], []]);
});

t.test('variables, keys, headers', async (t) => {
  t.same(variableNameProblems('A B.c-d'), []);
  t.same(variableNameProblems('A=B'), [
    "a valid environment variable name must consist only of printable ASCII characters other than '='",
  ]);
  t.same(configKeyProblems('..'), ["must not be '..'"]);
  t.same(configKeyProblems('..a'), ["must not start with '..'"]);
  t.equal(configKeyProblems('a/b').length, 1);
  t.same([headerNameProblems('X-A').length, headerNameProblems('X A').length], [0, 1]);
});

t.test('names that are right stay right inside longer ones, and end quickly whatever is given', async (t) => {
  const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/);
  fc.assert(
    fc.property(label, label, (a, b) => {
      const all = [dnsLabelProblems(a), dns1035LabelProblems(a), dnsSubdomainProblems(`${a}.${b}`)];
      return [...all, labelValueProblems(a), qualifiedNameProblems(`${a}.${b}/${a}`)].every(
        (list) => list.length === 0,
      );
    }),
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 5000 }), (text) => {
      dnsSubdomainProblems(text);
      qualifiedNameProblems(text);
      labelValueProblems(text);
      return true;
    }),
  );
  const spentMs = await processorMsOf(() => dnsSubdomainProblems(`${'a'.repeat(1900)}!`));
  t.ok(spentMs < 500, `no endless matching: ${spentMs} ms`);
});
