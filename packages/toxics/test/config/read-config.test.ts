import t from 'tap';
import { applyConfig, Proxies, readConfig } from '../../src/index.ts';

t.test("Toxiproxy's own example, and toxics besides", async (t) => {
  const proxies = new Proxies();
  t.teardown(() => proxies.close());
  const config = readConfig(`[
    { "name": "web_dev_frontend_1", "listen": "127.0.0.1:0", "upstream": "webapp.domain:8080", "enabled": true,
      "toxics": [{ "type": "latency", "attributes": { "latency": 250 } }] },
    { "name": "web_dev_mysql_1", "listen": "127.0.0.1:0", "upstream": "database.domain:3306", "enabled": false }
  ]`);
  await applyConfig(proxies, config);
  t.match(proxies.all, [
    {
      name: 'web_dev_frontend_1',
      enabled: true,
      toxics: [{ name: 'latency_downstream', attributes: { latency: 250 } }],
    },
    { name: 'web_dev_mysql_1', enabled: false, toxics: [] },
  ]);
});

t.test('variables in addresses', async (t) => {
  const text = '[{"name": "a", "listen": "$(POD_IP):80", "upstream": "$(POD_IP):8080"}]';
  t.match(readConfig(text, { POD_IP: '10.0.0.7' }), [{ listen: '10.0.0.7:80', upstream: '10.0.0.7:8080' }]);
  t.match(readConfig(text, { POD_IP: 'fd00::7' }), [{ listen: '[fd00::7]:80' }]);
  t.throws(() => readConfig(text), {
    message: 'bad request body: expected the variable POD_IP for $(POD_IP), got none',
  });
});

t.test('what is wrong is said before anything is started', async (t) => {
  const one = (more: string): string => `[{"name": "a", "listen": "x:1", "upstream": "y:1"${more}}]`;
  for (const [text, message] of [
    ['', 'bad request body: EOF'],
    ['{}', 'bad request body: expected a list of proxies, got none'],
    ['[{"name": "a"}]', 'missing required field: upstream at proxy 1'],
    ['[{"name": "a", "listen": "x", "upstream": "y:1"}]', 'proxy a: address x: missing port in address'],
    ['[{"name": "a", "listen": "x:1", "upstream": "y"}]', 'proxy a: address y: missing port in address'],
    [
      '[{"name": "a", "listen": "x:1", "upstream": ":1"}]',
      'proxy a: bad request body: expected upstream to be HOST:PORT, got ":1"',
    ],
    [one(', "toxics": {}'), 'proxy a: bad request body: expected toxics to be a list, got none'],
    [one(', "toxics": [{"type": "fever"}]'), 'proxy a: invalid toxic type'],
    [
      one(', "toxics": [{"type": "noop"}, {"type": "noop"}]'),
      'proxy a: two toxics are named noop_downstream',
    ],
    ['[{"name": "a", "upstream": "y:1"}, {"name": "a", "upstream": "y:1"}]', 'two proxies are named a'],
  ] as const) {
    t.throws(() => readConfig(text), { name: 'ToxicsError', message }, text);
  }
});
