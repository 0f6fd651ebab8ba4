import t from 'tap';
import { answering, testPlugin, V1 } from '../../testing/plugin.ts';

t.test('is told who it is, has its variables besides ours, and is run once for many', async (t) => {
  const plugin = testPlugin(t, answering('"token": "$PREFIX$run"'), {
    env: [{ name: 'PREFIX', value: 'x' }],
    provideClusterInfo: true,
  });
  const cluster = { server: 'https://a.test' };
  const credentials = plugin.credentials({ cluster });
  const all = await Promise.all([credentials.get(), credentials.get(), credentials.get()]);
  t.same(
    all.map(({ authorization }) => authorization),
    ['Bearer x1', 'Bearer x1', 'Bearer x1'],
  );
  t.same(
    plugin.questions().map((text) => JSON.parse(text) as unknown),
    [{ kind: 'ExecCredential', apiVersion: V1, spec: { cluster, interactive: false } }],
  );
});

t.test('is not told the cluster unless its user says so', async (t) => {
  const plugin = testPlugin(t, answering('"token": "x"'));
  await plugin.credentials({ cluster: { server: 'https://a.test' } }).get();
  t.same(JSON.parse(plugin.questions()[0] ?? ''), {
    kind: 'ExecCredential',
    apiVersion: V1,
    spec: { interactive: false },
  });
});

t.test('is run again when its answer is over, and once more when it is refused', async (t) => {
  let nowMs = Date.parse('2026-01-01T00:00:00Z');
  const plugin = testPlugin(
    t,
    answering('"token": "t$run", "expirationTimestamp": "2026-01-01T00:00:0${run}Z"'),
  );
  const credentials = plugin.credentials({ now: () => nowMs });
  const first = await credentials.get();
  nowMs += 1_000;
  t.equal(await credentials.get(), first, 'valid until then');
  nowMs += 1;
  const second = await credentials.get();
  t.equal(second.authorization, 'Bearer t2');
  t.equal(await credentials.refused(first), true, 'there are others already');
  t.equal(plugin.questions().length, 2);
  t.equal(await credentials.refused(second), true);
  t.match(await credentials.get(), { authorization: 'Bearer t3' });
});

t.test('a certificate and its key', async (t) => {
  const plugin = testPlugin(t, answering('"clientCertificateData": "cert", "clientKeyData": "key"'));
  t.same(await plugin.credentials().get(), {
    authorization: undefined,
    keyPair: { cert: 'cert', key: 'key' },
  });
});

t.test('the form of before v1', async (t) => {
  const apiVersion = 'client.authentication.k8s.io/v1beta1';
  const plugin = testPlugin(t, answering('"token": "x"', apiVersion), { apiVersion });
  t.match(await plugin.credentials().get(), { authorization: 'Bearer x' });
  t.match(JSON.parse(plugin.questions()[0] ?? ''), { apiVersion });
});

t.test('what can be wrong with an answer: said without showing it', async (t) => {
  const cases: [script: string, message: RegExp][] = [
    ['echo secret', /expected an ExecCredential in JSON on its standard output, got none$/],
    ['true', /got none$/],
    [
      answering('"token": "secret"', 'client.authentication.k8s.io/v1beta1'),
      /expected an ExecCredential of .*\/v1, got ExecCredential of .*v1beta1$/,
    ],
    [
      'echo \'{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1"}\'',
      /expected a status, got none$/,
    ],
    [answering(''), /expected a token, or a certificate and its key, got neither$/],
    [answering('"clientKeyData": "secret"'), /expected a certificate and its key, got only one of them$/],
    [answering('"token": 1234'), /expected a text as status\.token, got something else$/],
    [
      answering('"token": "secret", "expirationTimestamp": "soon"'),
      /expected a time as status\.expirationTimestamp/,
    ],
    ['exit 3', /expected an end with exit code 0, got 3$/],
    ['kill -9 $$', /expected an end with exit code 0, got SIGKILL$/],
  ];
  for (const [script, message] of cases) {
    const error = await testPlugin(t, script)
      .credentials()
      .get()
      .catch((reason: unknown) => reason as Error);
    t.match(error, { code: 'CLUSTER_CREDENTIALS', message }, script);
    t.match(error, { message: /^config: user u: plug-in \/bin\/sh: / });
    t.notMatch((error as Error).message, /secret|1234/, script);
  }
});

t.test('a program that is not there: what the kubeconfig advises', async (t) => {
  const installHint = 'Get it:\n\u001B[1mapt install login\u001B[0m';
  const plugin = testPlugin(t, '', { command: 'no-such-program', installHint });
  await t.rejects(plugin.credentials().get(), {
    message:
      'config: user u: plug-in no-such-program: expected a program of that name, got none; its installHint: Get it: apt install login',
  });
});

t.test('a name is looked for in our PATH, not in the one that it is given', async (t) => {
  const plugin = testPlugin(t, answering('"token": "$PATH"'), {
    command: 'sh',
    env: [{ name: 'PATH', value: '/none:/bin:/usr/bin' }],
  });
  t.match(await plugin.credentials().get(), { authorization: 'Bearer /none:/bin:/usr/bin' });
  await t.rejects(plugin.credentials({ env: { PATH: '.:/none' } }).get(), { message: /got none$/ });
});

t.test('who does not end is ended, also if it does not want to', async (t) => {
  for (const script of ['sleep 60', "trap '' TERM; while :; do sleep 0.1; done"]) {
    const plugin = testPlugin(t, script);
    const beganMs = performance.now();
    await t.rejects(plugin.credentials({ limitMs: 300 }).get(), {
      message: /expected an end within 0\.3 s, got none$/,
    });
    t.ok(performance.now() - beganMs < 30_000);
  }
});

t.test('who says too much is ended', async (t) => {
  await t.rejects(testPlugin(t, 'yes').credentials().get(), {
    message: /expected at most 1048576 bytes, got more$/,
  });
});

t.test('the terminal: where the mode says so, and there is one', async (t) => {
  const modes: [mode: string, isTerminal: boolean, interactive: boolean | undefined][] = [
    ['Never', true, false],
    ['IfAvailable', true, true],
    ['IfAvailable', false, false],
    ['Always', true, true],
    ['Always', false, undefined],
  ];
  for (const [interactiveMode, isTerminal, interactive] of modes) {
    const plugin = testPlugin(t, answering('"token": "x"'), { interactiveMode });
    const asked = plugin.credentials({ isTerminal: () => isTerminal }).get();
    if (interactive === undefined) {
      await t.rejects(asked, {
        message: /expected a terminal as standard input, as its interactiveMode is Always, got none$/,
      });
    } else {
      await asked;
      t.match(JSON.parse(plugin.questions()[0] ?? ''), { spec: { interactive } }, interactiveMode);
    }
  }
});
