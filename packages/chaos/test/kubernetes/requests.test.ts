import t from 'tap';
import { calling, statusOf } from '../../src/kubernetes/api-error.ts';
import { logLines } from '../../src/kubernetes/log-lines.ts';
import { listPods, readPod } from '../../src/kubernetes/pods.ts';
import { requestOptions } from '../../src/kubernetes/requests.ts';
import { never, runPods, startFor } from '../testing/cluster.ts';
import { relayFor } from '../testing/relay.ts';

const TALKER = [
  process.execPath,
  '-e',
  `console.log('first'); console.log('x'.repeat(100_000)); process.stdout.write('grüße\\nlast'); setInterval(() => {}, 1e6)`,
];
const test = await startFor(t, { images: { talker: { command: TALKER } } });
const THE_POD = { namespace: 'default', name: 'one' };
await runPods(test, ['one', 'two']);

t.test('requests share connections', async (t) => {
  const { kube, connections } = await relayFor(t, test);
  for (let count = 0; count < 20; count++)
    t.match(await readPod(kube, THE_POD), { metadata: { name: 'one' } });
  t.ok(connections() <= 2, `${connections()} connections for 20 requests`);
});

t.test('what is not there is undefined; other errors say what was asked', async (t) => {
  const { kube, cut } = await relayFor(t, test);
  t.equal(await readPod(kube, { namespace: 'default', name: 'nobody' }), undefined);
  const names = (await listPods(kube, undefined)).map(({ metadata }) => metadata?.name);
  t.same(new Set(names), new Set(['one', 'two']));
  t.same(await listPods(kube, 'empty'), []);
  cut('closed');
  await t.rejects(readPod(kube, THE_POD), {
    code: 'CHAOS_UNREACHABLE',
    message: /^can't get pod default\/one: ./,
  });
});

t.test('a server that says nothing, and a signal, end a request', async (t) => {
  const { kube, cut } = await relayFor(t, test);
  cut('silent');
  const ask = async (signal: AbortSignal | undefined, limitMs: number): Promise<unknown> =>
    calling('ask', kube.core.readNamespacedPod(THE_POD, await requestOptions(kube, { signal, limitMs })));
  const error = await ask(undefined, 300).catch((thrown: unknown) => thrown);
  t.match(error, { code: 'CHAOS_UNREACHABLE', message: /timeout/ });
  t.equal(statusOf(error), undefined, 'the code of a DOMException is no status');
  await t.rejects(ask(AbortSignal.timeout(300), Infinity), { code: 'CHAOS_UNREACHABLE' });
});

t.test('a log is read line by line, and followed', async (t) => {
  const [pod] = await runPods(test, ['talks'], 'talker');
  const source = { namespace: 'default', name: 'talks', container: 'main' };
  const end = new AbortController();
  const lines: string[] = [];
  for await (const line of logLines(test.kube, source, true, end.signal)) {
    lines.push(line);
    if (line === 'grüße') end.abort();
  }
  t.same(lines, ['first', 'grüße'], 'the line that is too long is passed over');
  t.equal(pod?.name, 'talks');
  await t.rejects(logLines(test.kube, { ...source, container: 'nobody' }, false, never).next(), {
    code: 'CHAOS_API',
    message: /^can't read the log of nobody in default\/talks: container nobody is not valid for pod talks/,
  });
});
