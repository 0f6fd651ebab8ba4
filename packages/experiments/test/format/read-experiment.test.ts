import t from 'tap';
import { describeExperiment } from '../../src/format/describe.ts';
import { readExperiment, type ReadExperiment } from '../../src/format/read-experiment.ts';
import { createProviders } from '../../src/providers/create-providers.ts';

const env = { PATH: process.env['PATH'] ?? '', TOKEN: 'hidden-token' };
const providers = createProviders({
  env,
  connect: () => Promise.reject(new Error('no cluster')),
  own: {
    kill: {
      meaning: 'kills',
      describe: (args) => {
        if (args['percent'] === 500)
          throw new Error('--percent expects a percentage above 0, up to 100, got "500"');
        return 'delete';
      },
      run: () => Promise.resolve(null),
    },
  },
});

const read = (text: string): Promise<ReadExperiment> =>
  readExperiment(text, { file: 'e.yaml', env, providers });

/** The lines of what is wrong. */
async function mistakes(text: string): Promise<readonly string[]> {
  try {
    await read(text);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

const HEAD = 'title: Is it?\ndescription: It may be.\n';

t.test('a whole one, in YAML and in JSON', async (t) => {
  const yaml = await read(
    `${HEAD}version: 1.0.0
tags: [a]
configuration: {base: "http://127.0.0.1:1"}
secrets: {api: {token: {type: env, key: TOKEN}}}
steady-state-hypothesis:
  title: It answers
  probes:
    - {type: probe, name: ask, tolerance: [200, 204], provider: {type: http, url: "\${base}/a", headers: {Authorization: "Bearer \${token}"}}}
method:
  - {type: action, name: kill, background: yes, pauses: {before: 1, after: "\${pause}"}, provider: {type: pod-chaos, func: kill}}
  - {ref: ask}
rollbacks: []
runtime: {hypothesis: {strategy: continuously}, rollbacks: {strategy: always}}
`.replace('${pause}', '5'),
  );
  t.equal(yaml.redactor.text('hidden-token'), '***');
  t.match(yaml.experiment.method[0], { background: true }, 'yes is true, as in YAML 1.1');
  const json = await read(JSON.stringify({ title: 'a', description: 'b', method: [] }));
  t.same(json.experiment.method, []);
});

t.test('mistakes are told with line, column and path', async (t) => {
  t.same(
    await mistakes(`${HEAD}method:
  - type: probe
    name: a
    provider: {type: htp, url: x}
  - type: probe
    provider:
      type: http
      url: 5
    pause: {before: 1}
rollback: []
runtime: {rollbacks: {strategy: sometimes}}
`),
    [
      'e.yaml:6:22: method[0].provider.type: expected type http, process, python, pod-chaos, got "htp"',
      'e.yaml:7:5: method[1]: expected name, got none',
      'e.yaml:10:12: method[1].provider.url: expected text, got a number',
      'e.yaml:11:5: method[1].pause: expected one of type, name, provider, background, pauses, timeout, configuration, secrets, tolerance, got "pause"',
      'e.yaml:12:1: rollback: expected one of version, title, description, tags, contributions, extensions, configuration, secrets, steady-state-hypothesis, method, rollbacks, runtime, got "rollback"',
      'e.yaml:13:33: runtime.rollbacks.strategy: expected one of default, always, never, deviated, got "sometimes"',
    ],
  );
  t.same(await mistakes('{\n  "title": "a",\n  "description": "b",\n  "method": {}\n}'), [
    'e.yaml:4:13: method: expected a list, got an object',
  ]);
  t.match(await mistakes('title: [\n'), [/^e\.yaml:\d+:\d+: /]);
  t.match(await mistakes('a: 1\na: 2\n'), [/^e\.yaml:2:1: .*unique/]);
  t.match(await mistakes(`${HEAD}method: []\ncontrols: []\n`), [
    /^e\.yaml:4:1: controls: expected no controls/,
  ]);
  t.same(await mistakes(''), ['e.yaml:1:1: expected an object, got null']);
});

t.test('and so are those that no schema tells', async (t) => {
  const found = await mistakes(`${HEAD}steady-state-hypothesis:
  title: t
  probes:
    - {type: probe, name: p, tolerance: {type: regex, pattern: "(", target: body}, provider: {type: http, url: "http://a"}}
    - {type: probe, name: q, tolerance: {type: regex, pattern: "a"}, provider: {type: process, path: nowhere-to-be-found}}
    - {type: probe, name: r, tolerance: {type: jsonpath, path: "$.["}, provider: {type: http, url: "ftp://a"}}
    - {type: probe, name: s, tolerance: {type: range, range: [5, 1]}, provider: {type: pod-chaos, func: kill}}
    - {ref: act}
method:
  - {ref: nobody}
  - {type: action, name: act, provider: {type: process, path: sh, arguments: "-c 'a' | b"}}
  - {type: action, name: k, provider: {type: pod-chaos, func: kill, arguments: {percent: 500}}}
  - {type: action, name: k, provider: {type: pod-chaos, func: explode}}
  - {type: action, name: k, pauses: {after: soon}, provider: {type: python, module: chaosaws.ec2.actions, func: stop}}
  - {type: action, name: k, provider: {type: python, module: chaosk8s.pod.actions, func: terminate_pods, arguments: {qty: many, foo: 1}}}
`);
  const expected = [
    /^e\.yaml:6:64: steady-state-hypothesis\.probes\[0\]\.tolerance\.pattern: expected a pattern/,
    /^e\.yaml:7:41: .*probes\[1\]\.tolerance: expected a target of status, stdout, stderr .* got none/,
    /^e\.yaml:7:\d+: .*provider\.path: expected a program/,
    /^e\.yaml:8:.*tolerance\.path: expected a path/,
    /^e\.yaml:8:.*provider\.url: expected a URL/,
    /^e\.yaml:9:.*tolerance\.range: expected the lower number first/,
    /^e\.yaml:10:7: .*probes\[4\]: expected a tolerance here or at "act"/,
    /^e\.yaml:12:11: method\[0\]\.ref: expected the name of an activity, got "nobody"/,
    /^e\.yaml:13:.*provider\.arguments: expected words without "\|"/,
    /^e\.yaml:14:.*arguments\.percent: --percent expects/,
    /^e\.yaml:15:.*provider\.func: expected one of kill, got "explode"/,
    /^e\.yaml:16:.*pauses\.after: expected seconds/,
    /^e\.yaml:16:.*provider\.module: .*chaosaws.*take the provider process with aws/,
    /^e\.yaml:17:.*arguments\.qty: expected a whole number, got "many"/,
    /^e\.yaml:17:.*arguments\.foo: expected one of label_selector/,
  ];
  t.equal(found.length, expected.length, found.join('\n'));
  for (const each of expected)
    t.ok(
      found.some((line) => each.test(line)),
      String(each),
    );
});

t.test('a secret is in no message, and one of vault is refused', async (t) => {
  const secret = `${HEAD}secrets: {a: {token: hidden-token}}
method:
  - {type: action, name: k, provider: {type: process, path: "\${token}"}}
  - {type: action, name: k, provider: {type: http, url: "hidden-token"}}
`;
  const found = await mistakes(secret);
  t.equal(found.length, 2);
  t.notMatch(found.join('\n'), 'hidden-token');
  t.match(await mistakes(`${HEAD}method: []\nsecrets: {a: {b: {type: vault, path: x}}}\n`), [
    /^e\.yaml:4:25: secrets\.a\.b\.type: .*vault/,
  ]);
});

t.test('what is strange is noted', async (t) => {
  const { notes } = await read(
    `${HEAD}method: [{type: probe, name: a, provider: {type: http, url: "http://a/\${nobody}"}}]\n`,
  );
  t.match(notes, [/^e\.yaml:3:10: method\[0\]: nothing is called nobody/]);
});

t.test('a second document in a file', async (t) => {
  t.same(await mistakes(`${HEAD}method: []\n---\n${HEAD}method: []\n`), [
    'e.yaml:4:1: expected one document, got another that begins here',
  ]);
});

t.test('a file that is too large, or has too many mistakes', async (t) => {
  t.match(await mistakes('#'.repeat(2_000_000)), [/expected at most/]);
  const many = await mistakes(`${HEAD}method:\n${'  - {type: probe}\n'.repeat(40)}`);
  t.equal(many.length, 21);
  t.match(many.at(-1), /and \d+ more/);
});

t.test("a reference's own tolerance is checked before anything is run", async (t) => {
  const found = await mistakes(`${HEAD}steady-state-hypothesis:
  title: t
  probes:
    - {ref: asked, tolerance: {type: regex, pattern: "(", target: status}}
method:
  - {type: probe, name: asked, provider: {type: http, url: "http://a"}}
`);
  t.equal(found.length, 1, found.join('\n'));
  t.match(
    found[0],
    /^e\.yaml:6:\d+: steady-state-hypothesis\.probes\[0\]\.tolerance\.pattern: expected a pattern/,
  );
});

t.test('what depends on a probe of the configuration is checked when it is known', async (t) => {
  const text = (more: string): string => `${HEAD}configuration:
  port: {type: probe, provider: {type: process, path: sh, arguments: [-c, echo 80]}}
  wait: {type: probe, provider: {type: process, path: sh, arguments: [-c, echo 1]}}
method:
  - {type: probe, name: a, provider: {type: http, url: "http://127.0.0.1:\${port}/", timeout: "\${wait}"}}
  - {type: probe, name: b, pauses: {after: "\${wait}"}, provider: {type: process, path: sh, timeout: "\${wait}"}}
  - {type: action, name: c, provider: {type: pod-chaos, func: kill, arguments: {percent: "\${port}"}}}
${more}`;
  const { mistakesWith } = await read(text(''));
  const known = (port: string | number, wait: string): readonly string[] =>
    mistakesWith({ configuration: { port, wait }, secrets: {} });
  t.same(known('80', '1'), []);
  t.match(known('no port', 'soon'), [
    /^e\.yaml:7:\d+: method\[0\]\.provider\.url: expected a URL/,
    /method\[0\]\.provider\.timeout: expected seconds/,
    /method\[1\]\.provider\.timeout: expected seconds/,
    /^e\.yaml:8:\d+: method\[1\]\.pauses\.after: expected seconds/,
  ]);
  t.match(known(500, '1'), [/method\[2\]\.provider\.arguments\.percent: --percent expects/]);
  t.match(
    mistakesWith({ configuration: {}, secrets: {} }).length,
    4,
    'a probe that was not answered leaves ${name} as it stands',
  );
  t.match(
    await mistakes(
      text(
        '  - {type: probe, name: d, pauses: {after: soon}, provider: {type: http, url: "http://a:${port}/", timeout: never}}\n',
      ).replace('path: sh, arguments: [-c, echo 80]', 'path: nowhere-to-be-found'),
    ),
    [
      /configuration\.port\.provider\.path: expected a program that is there/,
      /method\[3\]\.pauses\.after/,
      /method\[3\]\.provider\.timeout/,
    ],
    'and everything else before',
  );
  t.match(await mistakes(`${HEAD}configuration: {a: {type: probe}}\nmethod: []\n`), [
    /configuration\.a: expected provider, got none/,
  ]);
  t.match(await mistakes(`${HEAD}configuration: {a: {type: probe, provider: {type: http}}}\nmethod: []\n`), [
    /configuration\.a\.provider: expected url, got none/,
  ]);
  const described = await describeExperiment(await read(text('')), providers);
  t.same(
    described.map(({ does }) => does),
    [
      'GET http://127.0.0.1:${port}/, with what a probe says of port, wait',
      'process sh, with what a probe says of wait',
      'delete, with what a probe says of port',
    ],
  );
});
