import fc from 'fast-check';

/** Where the servers of a comparison are, and what belongs to them. */
export type Places = Readonly<{
  /** Addresses of servers over TLS, and of those without. */
  secure: readonly string[];
  plain: readonly string[];
  /** In base64. */
  authority: string;
  /** Names that the certificates have besides 127.0.0.1. */
  serverName: string;
  /** Addresses of proxies, each way. */
  proxies: readonly string[];
}>;

/** Files by their path below a folder, and how a command is called there. */
export type Scenario = Readonly<{
  files: Readonly<Record<string, string>>;
  /** Below the folder; the same for each command. */
  kubeconfig: string | undefined;
  context: string | undefined;
  env: Readonly<Record<string, string>>;
}>;

const NAMES = ['a', 'b', 'c'] as const;
const FOLDERS = ['', 'one/', 'two/'] as const;

/** A field that is there or not, as YAML of a flow map. */
function field(name: string, value: fc.Arbitrary<string>, often = 1): fc.Arbitrary<string> {
  return fc
    .oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: often, arbitrary: value })
    .map((text) => (text === '' ? '' : `${name}: ${text}`));
}

function flowMap(fields: readonly string[]): string {
  return `{${fields.filter((text) => text !== '').join(', ')}}`;
}

/** Mostly what can be used, and now and then what can't. */
function mostly(good: readonly string[], bad: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 19, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  );
}

function clusterOf({ secure, plain, authority, serverName, proxies }: Places): fc.Arbitrary<string> {
  const data = `certificate-authority-data: ${authority}`;
  const servers = [...secure, ...secure, `${secure[0]}/prefix/`, ...plain];
  return fc
    .tuple(
      mostly(
        servers.map((url) => `server: ${JSON.stringify(url)}`),
        ['', 'server: "127.0.0.1:1"', 'server: ""'],
      ),
      mostly(
        [data, data, 'certificate-authority: ca.pem', 'insecure-skip-tls-verify: yes'],
        [
          '',
          'insecure-skip-tls-verify: true, certificate-authority: ca.pem',
          'certificate-authority: ../ca.pem',
        ],
      ),
      mostly(
        ['', '', `tls-server-name: ${serverName}`, 'tls-server-name: 127.0.0.1'],
        ['tls-server-name: other.test'],
      ),
      mostly(
        ['', '', '', '', ...proxies.map((url) => `proxy-url: ${JSON.stringify(url)}`)],
        ['proxy-url: "ftp://127.0.0.1:1"', 'proxy-url: 127.0.0.1'],
      ),
      fc.constantFrom('', 'disable-compression: true'),
    )
    .map(flowMap);
}

const PLUGIN =
  'exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh, args: [a b], env: [{name: WORD, value: plugged}], interactiveMode: Never, provideClusterInfo: true}';
const OLD_PLUGIN = 'exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin.sh}';
const EVERYBODY =
  'as: jöe, as-groups: [one, two], as-uid: "7", as-user-extra: {"Example.org/a b": [v, w], scopes: [z]}';

const user: fc.Arbitrary<string> = fc
  .tuple(
    mostly(
      [
        'token: one',
        'tokenFile: token',
        'tokenFile: ./token, token: beside',
        'tokenFile: gone, token: beside',
        'username: me, password: "pass word"',
        PLUGIN,
        OLD_PLUGIN,
        `token: one, ${PLUGIN}`,
        '',
      ],
      [
        'tokenFile: gone',
        'token: one, username: me',
        'tokenFile: token, username: me',
        'exec: {command: ./plugin.sh}',
      ],
    ),
    mostly(
      ['', 'client-certificate: client.pem, client-key: client.key', 'client-key: gone'],
      ['client-certificate: client.pem'],
    ),
    mostly(['', EVERYBODY, 'as: joe'], ['as-groups: [one]']),
  )
  .map(flowMap);

const contextEntry: fc.Arbitrary<string> = fc
  .tuple(
    field('cluster', fc.constantFrom(...NAMES), 20),
    field('user', fc.constantFrom(...NAMES, 'nobody'), 12),
    field('namespace', fc.constantFrom('default', 'lab'), 1),
  )
  .map(flowMap);

/** A list in which a name stands once, or for once twice. */
function entries(list: string, kind: string, entry: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const all = fc
    .tuple(
      fc.constantFrom(NAMES, NAMES, NAMES, ['b', 'a'], ['c']),
      fc.array(entry, { minLength: 4, maxLength: 4 }),
      fc.nat({ max: 49 }),
    )
    .map(([names, texts, chance]) => {
      const listed = chance === 0 ? [...names, names[0]] : names;
      const items = listed.map((name, index) => `{name: ${name}, ${kind}: ${texts[index]}}`);
      return `${list}: [${items.join(', ')}]\n`;
    });
  return fc.oneof(
    { weight: 30, arbitrary: all },
    { weight: 1, arbitrary: fc.constantFrom('', `${list}: null\n`, `${list}: [{name: a}]\n`) },
  );
}

function fileOf(places: Places): fc.Arbitrary<string> {
  const whole = fc
    .tuple(
      fc.constantFrom('', 'apiVersion: v1\nkind: Config\n'),
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...NAMES).map((name) => `current-context: ${name}\n`) },
        { weight: 1, arbitrary: fc.constantFrom('', '', 'current-context: gone\n', 'current-context: ""\n') },
      ),
      entries('contexts', 'context', contextEntry),
      entries('clusters', 'cluster', clusterOf(places)),
      entries('users', 'user', user),
      fc.constantFrom('', '', 'unknown: [1]\n', '---\ncurrent-context: b\n'),
    )
    .map((parts) => parts.join(''));
  const odd = fc.constantFrom(
    '',
    '\n',
    '# nothing\n',
    '[]',
    'kind: Pod\n',
    'a: [',
    'users: [{user: {token: 1}}]\n',
  );
  return fc.oneof({ weight: 30, arbitrary: whole }, { weight: 1, arbitrary: odd });
}

/** Ways in which kubectl can be told where a cluster is. Most of them say something that can be used. */
export function scenarios(places: Places): fc.Arbitrary<Scenario> {
  const file = fileOf(places);
  const path = fc
    .tuple(fc.constantFrom(...FOLDERS), fc.constantFrom('x', 'y'))
    .map((parts) => parts.join(''));
  return fc
    .record({
      contents: fc.uniqueArray(fc.tuple(path, file), {
        minLength: 1,
        maxLength: 3,
        selector: ([name]) => name,
      }),
      missing: fc.constantFrom([], [], ['gone'], ['', 'gone/gone']),
      isTwice: fc.boolean(),
      how: fc.constantFrom('list', 'list', 'flag', 'home', 'both'),
      context: fc.option(fc.constantFrom(...NAMES, ...NAMES, ...NAMES, 'gone'), { freq: 3 }),
      variables: fc.constantFrom({}, {}, { HTTPS_PROXY: 'http://127.0.0.1:1' }, { NO_PROXY: '*' }),
    })
    .map(({ contents, missing, isTwice, how, context, variables }) => {
      const paths = contents.map(([name]) => name);
      const [first = 'x'] = paths;
      const list = [...missing, ...paths, ...(isTwice ? [first] : [])].join(':');
      const home = { '.kube/config': contents[0]?.[1] ?? '' };
      return {
        files: { ...Object.fromEntries(contents), ...(how === 'home' ? home : {}) },
        kubeconfig: how === 'flag' || how === 'both' ? (missing[0] === 'gone' ? 'gone' : first) : undefined,
        context: context ?? undefined,
        env: { ...variables, ...(how === 'list' || how === 'both' ? { KUBECONFIG: list } : {}) },
      };
    });
}
