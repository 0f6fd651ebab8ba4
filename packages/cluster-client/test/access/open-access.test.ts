/** Accesses as commands have them, each over real connections to a server that tells what it was asked. */
import { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { join } from 'node:path';
import t from 'tap';
import { describeAccess } from '../../src/access/describe-access.ts';
import { accessFor, ask, base64, kubeconfigOf } from '../testing/ask.ts';
import { certificatesFor, openMirror } from '../testing/mirror.ts';

const certificates = await certificatesFor('127.0.0.1', 'name.test');
const ca = `certificate-authority-data: ${base64(certificates.ca)}`;

t.test('of a list, the first that sets a value: never another cluster', async (t) => {
  const one = await openMirror(t, certificates);
  const two = await openMirror(t, certificates);
  const named = (url: string, name: string): string =>
    kubeconfigOf(`server: "${url}", ${ca}`, `token: ${name}`)
      .replaceAll(' it', ` ${name}`)
      .replaceAll(':it', name);
  const root = t.testdir({ one: named(one.url, 'one'), two: named(two.url, 'two') });
  const [first, second] = [join(root, 'one'), join(root, 'two')];
  const access = await accessFor(t, { env: { KUBECONFIG: `${first}:${second}` } });
  t.equal(describeAccess(access), `context one, server ${one.url}, namespace default`);
  await ask(access);
  t.match(one.arrived, [{ authorization: 'Bearer one' }]);
  t.same(two.arrived, []);
  await ask(await accessFor(t, { env: { KUBECONFIG: `${first}:${second}` }, context: 'two' }));
  t.match(two.arrived, [{ authorization: 'Bearer two' }]);
});

t.test('one name in both files, one file twice: no complaint, the first', async (t) => {
  const one = await openMirror(t, certificates);
  const two = await openMirror(t, certificates);
  const root = t.testdir({
    one: kubeconfigOf(`server: "${one.url}", ${ca}`, 'token: one'),
    two: kubeconfigOf(`server: "${two.url}", ${ca}`, 'token: two'),
  });
  const [first, second] = [join(root, 'one'), join(root, 'two')];
  await ask(
    await accessFor(t, { env: { KUBECONFIG: `${first}:${second}:${first}::${join(root, 'none')}` } }),
  );
  t.match(one.arrived, [{ authorization: 'Bearer one' }]);
  t.same(two.arrived, []);
});

t.test('no user of any kind: no credentials', async (t) => {
  const mirror = await openMirror(t, certificates);
  const whole = kubeconfigOf(`server: "${mirror.url}", ${ca}`, 'token: x');
  const texts = [
    whole.replace(', user: it', ''),
    whole.replace(/^users: .*$/m, 'users: null'),
    whole.replace(/^users: .*$/m, 'users: [{name: it}]'),
    whole.replace('user: it', 'user: nobody'),
  ];
  for (const [index, text] of texts.entries()) {
    const kubeconfig = join(t.testdir({ [index]: text }), String(index));
    t.equal(await ask(await accessFor(t, { kubeconfig })), 200);
    t.equal(mirror.arrived.at(-1)?.authorization, undefined, text);
  }
  t.equal(mirror.arrived.length, 4);
});

t.test('HTTP, and no credentials over it', async (t) => {
  const mirror = await openMirror(t);
  const kubeconfig = join(
    t.testdir({ it: kubeconfigOf(`server: "${mirror.url}/prefix/"`, 'token: secret, as: joe') }),
    'it',
  );
  const access = await accessFor(t, { kubeconfig });
  t.equal(access.server, `${mirror.url}/prefix`);
  await ask(access, '/version?a=b');
  t.match(mirror.arrived, [{ path: '/prefix/version?a=b', authorization: undefined }]);
  t.match(
    mirror.arrived[0]?.headers.find(([name]) => name === 'impersonate-user'),
    ['impersonate-user', 'joe'],
  );
});

t.test('paths are relative to the file that holds them', async (t) => {
  const mirror = await openMirror(t, certificates);
  const client = await certificatesFor('client');
  const root = t.testdir();
  mkdirSync(join(root, 'a'));
  const put = (name: string, text: string): void => writeFileSync(join(root, 'a', name), text);
  put('ca.pem', certificates.ca);
  put('cert.pem', client.certificate);
  put('key.pem', client.key);
  put('token', ' secret \n');
  const user = 'client-certificate: cert.pem, client-key: ./key.pem, tokenFile: token, token: wrong';
  put('config', kubeconfigOf(`server: "${mirror.url}", certificate-authority: ca.pem`, user));
  t.equal(await ask(await accessFor(t, { kubeconfig: join(root, 'a', 'config') })), 200);
  const certificate = new X509Certificate(client.certificate).fingerprint256;
  t.match(mirror.arrived, [{ authorization: 'Bearer secret', certificate }]);
});

t.test('TLS: for whom the certificate has to be, and whether it is looked at', async (t) => {
  const mirror = await openMirror(t, certificates);
  const cases: [cluster: string, expected: number | RegExp, serverName?: string][] = [
    [`${ca}, tls-server-name: name.test`, 200, 'name.test'],
    [`${ca}, tls-server-name: 127.0.0.1`, 200],
    [`${ca}, tls-server-name: other.test`, /other\.test/],
    ['insecure-skip-tls-verify: true', 200],
    ['insecure-skip-tls-verify: true, tls-server-name: other.test', 200, 'other.test'],
    ['', /./],
  ];
  for (const [index, [cluster, expected, serverName]] of cases.entries()) {
    const text = kubeconfigOf(`server: "${mirror.url}"${cluster && `, ${cluster}`}`, 'token: x');
    const access = await accessFor(t, { kubeconfig: join(t.testdir({ [index]: text }), String(index)) });
    if (typeof expected === 'number') {
      t.equal(await ask(access), expected, cluster);
      t.equal(mirror.arrived.at(-1)?.serverName, serverName, cluster);
    } else {
      await t.rejects(ask(access), { message: expected }, cluster);
    }
  }
});

t.test('a 401 is no end where a token has changed, and the body is sent again', async (t) => {
  const mirror = await openMirror(t, certificates);
  const root = t.testdir({
    token: 'old',
    it: kubeconfigOf(`server: "${mirror.url}", ${ca}`, 'tokenFile: token'),
  });
  const access = await accessFor(t, { kubeconfig: join(root, 'it') });
  await access.prepare();
  mirror.statuses.push(401);
  t.equal(await ask(access), 401, 'nothing has changed');
  writeFileSync(join(root, 'token'), 'new');
  mirror.statuses.push(401);
  t.equal(await ask(access, '/x', 'body'), 200);
  t.match(
    mirror.arrived.slice(-2),
    ['old', 'new'].map((token) => ({ authorization: `Bearer ${token}`, method: 'POST', body: 'body' })),
  );
});

t.test('requests share connections, and go nowhere else', async (t) => {
  const mirror = await openMirror(t, certificates);
  const other = await openMirror(t, certificates);
  const root = t.testdir({ it: kubeconfigOf(`server: "${mirror.url}", ${ca}`, 'token: x') });
  const access = await accessFor(t, { kubeconfig: join(root, 'it') });
  for (let count = 0; count < 20; count++) await ask(access);
  t.ok(mirror.connections() <= 2, `${mirror.connections()} connections for 20 requests`);
  await t.rejects(access.dispatcher.request({ origin: other.url, path: '/', method: 'GET' }), {
    message: /^expected a request to https:.*, got one to /,
  });
  t.equal(other.connections(), 0);
});

t.test('what becomes a WebSocket goes the same way', async (t) => {
  for (const server of [await openMirror(t), await openMirror(t, certificates)]) {
    const isSecure = server.url.startsWith('https:');
    const text = kubeconfigOf(
      `server: "${server.url}"${isSecure ? `, ${ca}` : ''}`,
      'token: x, as: joe, as-groups: [a, b]',
    );
    const root = t.testdir({ [String(isSecure)]: text });
    const access = await accessFor(t, { kubeconfig: join(root, String(isSecure)) });
    const headers = await access.headers();
    await new Promise<void>((resolve, reject) => {
      const make = isSecure ? secureRequest : request;
      make(`${access.server}/exec`, { agent: access.socketAgent, headers }, (answer) => {
        answer.resume().on('end', resolve);
      })
        .on('error', reject)
        .end();
    });
    t.match(server.arrived, [{ path: '/exec', authorization: isSecure ? 'Bearer x' : undefined }]);
    const groups = server.arrived[0]?.headers.filter(([name]) => name === 'impersonate-group');
    t.same(
      groups?.map(([, value]) => value),
      ['a', 'b'],
    );
  }
});
