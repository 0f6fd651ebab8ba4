import { createServer } from 'node:net';
import { once } from 'node:events';
import t from 'tap';
import { inTime } from '../testing/in-time.ts';

t.test('what is there in time is given on, and what fails fails as it does', async (t) => {
  t.equal(await inTime('a word', Promise.resolve('word')), 'word');
  await t.rejects(inTime('a word', Promise.reject(new Error('no words'))), { message: 'no words' });
});

t.test('what never comes is told, with what is open', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  await t.rejects(inTime('a close', new Promise(() => {}), 20), {
    message: /^expected a close within 20 ms, got none; still open: .*TCPServerWrap/,
  });
});
