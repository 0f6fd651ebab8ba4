import t from 'tap';
import { parseConfig } from '../../src/kubeconfig/parse.ts';

const FILE = '/home/me/.kube/config';
const parse = (text: string): ReturnType<typeof parseConfig> => parseConfig(text, FILE);

t.test('what may be nothing is nothing', async (t) => {
  for (const text of [
    '',
    '\n',
    '# nothing',
    '---\n',
    '{}',
    'null',
    'kind: Config',
    'users: null\nclusters: []',
  ]) {
    const { currentContext, contexts, clusters, users } = parse(text);
    t.same([currentContext, contexts.size, clusters.size, users.size], ['', 0, 0, 0], text);
  }
});

t.test('relative paths, and commands with a slash, are relative to the file', async (t) => {
  const { clusters, users } = parse(`
clusters: [{name: c, cluster: {certificate-authority: ca.pem}}]
users:
- {name: u, user: {client-certificate: ../cert, client-key: /key, tokenFile: ./token, exec: {command: bin/login}}}
- {name: v, user: {exec: {command: login, args: [a, null], env: [{name: A, value: b}]}}}
`);
  t.equal(clusters.get('c')?.certificateAuthority, '/home/me/.kube/ca.pem');
  t.match(users.get('u'), {
    clientCertificate: '/home/me/cert',
    clientKey: '/key',
    tokenFile: '/home/me/.kube/token',
    plugin: { command: '/home/me/.kube/bin/login' },
  });
  t.match(users.get('v')?.plugin, { command: 'login', args: ['a', ''], env: [{ name: 'A', value: 'b' }] });
});

t.test(
  'as Go reads YAML: yes is true, the first document counts, the last of two keys, names as they are',
  async (t) => {
    const config = parse(`\uFEFF
current-context: one
current-context: two
clusters: [{name: __proto__, cluster: {insecure-skip-tls-verify: yes, Server: unknown}}]
contexts: [{name: constructor, context: {namespace: 2026-11-28, cluster: '12:30'}}]
---
current-context: three
`);
    t.equal(config.currentContext, 'two');
    t.match(config.clusters.get('__proto__'), { insecureSkipTlsVerify: true, server: '' });
    t.match(config.contexts.get('constructor'), { namespace: '2026-11-28', cluster: '12:30' });
  },
);

t.test('what is wrong is told with its place, and never shown', async (t) => {
  const cases: [text: string, message: RegExp][] = [
    ['[]', /config: expected an object, got a list$/],
    ['secret', /config: expected an object, got a text$/],
    ['kind: Pod', /expected apiVersion v1 and kind Config, got {2}Pod$/],
    ['apiVersion: v2', /expected apiVersion v1 and kind Config, got v2 $/],
    ['users: {}', /expected a list as users, got an object$/],
    ['users: [secret]', /expected an object as users\[0\], got a text$/],
    [
      'users: [{name: u, user: {token: 123456}}]',
      /expected a text as users\[0\]\.user\.token, got a number$/,
    ],
    [
      'users: [{user: {as-groups: [1]}}]',
      /expected a text as users\[0\]\.user\.as-groups\[0\], got a number$/,
    ],
    [
      'clusters: [{cluster: {insecure-skip-tls-verify: "true"}}]',
      /expected true or false as .*, got a text$/,
    ],
    [
      'clusters: [{cluster: {certificate-authority-data: "secret!"}}]',
      /expected base64 as .*, got something else$/,
    ],
    ['users: [{name: a}, {name: a}]', /expected each name once in users, got a twice$/],
    ['a: [\ntoken: secret', /expected YAML, got an error in line \d \([A-Z_]+\)$/],
    ['a: *secret', /expected YAML, got /],
  ];
  for (const [text, message] of cases) {
    t.throws(() => parse(text), { code: 'CLUSTER_KUBECONFIG', message }, text);
    try {
      parse(text);
    } catch (error) {
      t.notMatch((error as Error).message, /secret|123456|\n/, text);
    }
  }
});
