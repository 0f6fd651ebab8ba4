import fc from 'fast-check';
import t from 'tap';
import { portVariables, translate, translateAll } from '../../../src/node/kubelet/translation.ts';

const ADDRESS = {
  ip: '127.128.0.5',
  reachedAt: { host: '127.0.0.1', ports: { 80: 12_250, 8080: 12_251, 8081: 12_252 } },
};

t.test('what a program is told of its address', async (t) => {
  const told: [string, string][] = [
    ['-http=127.128.0.5:8080', '-http=127.0.0.1:12251'],
    ['127.128.0.5:8080,127.128.0.5:8081', '127.0.0.1:12251,127.0.0.1:12252'],
    ['http://127.128.0.5:80/face', 'http://127.0.0.1:12250/face'],
    ['127.128.0.5', '127.0.0.1'],
    ['127.128.0.5:9999', '127.0.0.1:9999'],
    ['127.128.0.50:8080', '127.128.0.50:8080'],
    ['7127.128.0.5', '7127.128.0.5'],
    ['127.128.0.5.6', '127.128.0.5.6'],
    ['see 127.128.0.5.', 'see 127.0.0.1.'],
    ['127.128.0.5:808012', '127.0.0.1:808012'],
    ['127a128.0.5:80', '127a128.0.5:80'],
    [':8080', ':8080'],
    ['', ''],
  ];
  for (const [text, expected] of told) t.equal(translate(text, ADDRESS), expected, text);
  t.equal(translate('127.64.0.5:80', { ip: '127.64.0.5' }), '127.64.0.5:80', 'its own address stays');
  t.equal(translate('x', undefined), 'x');
});

t.test('an address behind an address is no port', async (t) => {
  t.equal(translate('127.128.0.5:127.128.0.5:8080', ADDRESS), '127.0.0.1:127.0.0.1:12251');
});

t.test('variables', async (t) => {
  const variables = new Map([
    ['POD_IP', '127.128.0.5'],
    ['URL', 'http://127.128.0.5:8080'],
  ]);
  translateAll(variables, { ip: '127.64.0.5' });
  t.equal(variables.get('POD_IP'), '127.128.0.5');
  translateAll(variables, ADDRESS);
  t.same(Object.fromEntries(variables), { POD_IP: '127.0.0.1', URL: 'http://127.0.0.1:12251' });
  t.same(portVariables(ADDRESS), {
    POD_CONTAGION_PORT_80: '12250',
    POD_CONTAGION_PORT_8080: '12251',
    POD_CONTAGION_PORT_8081: '12252',
  });
  t.same(portVariables({ ip: '127.64.0.5' }), {});
});

t.test(
  'property: text that does not hold the address stays as it is, and what becomes of it does not hold it',
  async (t) => {
    const text = fc
      .array(fc.constantFrom('127.128.0.5', '127.128.0.', '5', ':', '8080', '.', 'a', '8'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (written) => {
        const read = translate(written, ADDRESS);
        return written.includes(ADDRESS.ip)
          ? !/(?<![\d.])127\.128\.0\.5(?!\d|\.\d)/.test(read)
          : read === written;
      }),
    );
    t.pass('held');
  },
);
