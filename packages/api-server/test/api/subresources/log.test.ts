import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import type { LogOptions } from '../../../src/api/containers.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { openFixture, pod } from '../fixture.ts';

const LOG = '/api/v1/namespaces/default/pods/p/log';

function addPod(registry: Registry): string {
  const { uid = '' } = registry.create('pods', pod('p')).metadata;
  registry.bind('default', 'p', 'node');
  registry.modify(
    'pods',
    'default',
    'p',
    (draft) => {
      const state = { running: { startedAt: '2030-01-01T00:00:00Z' } };
      draft.status = {
        ...draft.status,
        containerStatuses: [{ name: 'main', image: 'x', imageID: '', ready: true, restartCount: 0, state }],
      };
    },
    { subresource: 'status' },
  );
  return uid;
}

t.test('a log', async (t) => {
  const asked: [string, string, LogOptions][] = [];
  const { ask, registry, close, errors } = await openFixture({
    openLog: async (uid, container, options) => {
      asked.push([uid, container, options]);
      return (async function* () {
        yield Buffer.from('one\n');
        yield Buffer.from('two\n');
      })();
    },
  });
  t.teardown(close);
  t.match((await ask(LOG)).json, { code: 404, message: 'pods "p" not found' });
  const uid = addPod(registry);

  const { code, text, headers } = await ask(
    `${LOG}?tailLines=5&timestamps=true&sinceTime=2030-01-01T00:00:00Z&limitBytes=9`,
  );
  t.equal(code, 200);
  t.equal(text, 'one\ntwo\n');
  t.equal(headers['content-type'], 'text/plain');
  t.match(asked, [
    [
      uid,
      'main',
      {
        follow: false,
        previous: false,
        timestamps: true,
        tailLines: 5,
        sinceTimeMs: Date.parse('2030-01-01T00:00:00Z'),
        limitBytes: 9,
      },
    ],
  ]);
  t.equal((await ask(LOG, { accept: 'text/html' })).code, 200, 'what it is called is not asked');
  t.match((await ask(`${LOG}?container=other`)).json, {
    code: 400,
    message: 'container other is not valid for pod p',
  });
  t.match((await ask(`${LOG}?previous=true`)).json, {
    code: 400,
    message: /^previous terminated container "main"/,
  });
  for (const [query, message] of [
    [
      'tailLines=-1',
      'PodLogOptions "p" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
    ],
    ['limitBytes=0', 'PodLogOptions "p" is invalid: limitBytes: Invalid value: 0: must be greater than 0'],
    [
      'sinceSeconds=0',
      'PodLogOptions "p" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0',
    ],
  ]) {
    t.match((await ask(`${LOG}?${query}`)).json, { code: 422, message }, String(query));
  }
  t.equal((await ask(`${LOG}?sinceSeconds=5&sinceTime=2030-01-01T00:00:00Z`)).code, 422);
  t.equal((await ask(`${LOG}?sinceTime=yesterday`)).code, 400);
  t.equal((await ask(`${LOG}?tailLines=many`)).code, 400);
  t.equal((await ask(LOG, { method: 'POST', body: {} })).code, 405);
  t.equal((await ask(`${LOG}/more`)).code, 404);
  t.strictSame(errors, []);
});

t.test('a pod on no node has an empty log; one that is no longer kept is said so', async (t) => {
  const { ask, registry, close } = await openFixture();
  t.teardown(close);
  registry.create('pods', pod('p'));
  t.match(await ask(LOG), { code: 200, text: '' });
  registry.delete('pods', 'default', 'p', { gracePeriodSeconds: 0 });
  addPod(registry);
  t.match((await ask(LOG)).json, { code: 400, message: /no longer kept/ });
});

t.test('following comes line by line, and ends with the client', async (t) => {
  let signal: AbortSignal | undefined;
  let say: ((line: string) => void) | undefined;
  const { open, registry, close, errors } = await openFixture({
    openLog: async (_uid, _container, options) => {
      signal = options.signal;
      return (async function* () {
        while (options.signal?.aborted === false) {
          yield Buffer.from(
            await new Promise<string>((resolve) => {
              say = resolve;
              options.signal?.addEventListener('abort', () => resolve(''));
            }),
          );
        }
      })();
    },
  });
  t.teardown(close);
  addPod(registry);
  const { body, statusCode } = await open(`${LOG}?follow=true`);
  t.equal(statusCode, 200, 'before there is a line');
  const lines = body[Symbol.asyncIterator]();
  for (const line of ['one\n', 'two\n']) {
    const tell = await until('the line to be asked for', () => say);
    say = undefined;
    tell(line);
    t.equal(String((await lines.next()).value), line);
  }
  body.on('error', () => {});
  body.destroy();
  await until('the signal', () => signal?.aborted);
  t.strictSame(errors, []);
});
