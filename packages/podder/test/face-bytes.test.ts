/** The face over a real socket: the bytes of its answers, and its limits. */
import { connect } from 'node:net';
import t from 'tap';
import { MAX_BODY_BYTES, MAX_HEADER_BYTES } from '../src/limits.ts';
import { createFaceOf, EWW, NO_ACTION, NOT_POST, UNKNOWN } from './face-of.ts';
import { exchange, rawRequest, serve } from './raw-http.ts';

t.test('the bytes of each answer', async (t) => {
  const { app } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  const send = (...request: Parameters<typeof rawRequest>) =>
    exchange(listener.address.port, rawRequest(...request));
  const answer = (status: string, body: string) =>
    `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
  const form = ['Content-Type: application/x-www-form-urlencoded'];
  t.equal(await send('POST /face', form, 'action=achoo'), answer('200 OK', EWW));
  t.equal(await send('POST /face', form, 'action='), answer('200 OK', NO_ACTION));
  t.equal(await send('POST /face', form, 'action=x'), answer('200 OK', UNKNOWN));
  t.equal(await send('GET /face'), answer('200 OK', NOT_POST));
  t.equal(await send('POST /face', [], ''), answer('200 OK', NO_ACTION));
  t.equal(await send('POST /face?action=achoo'), answer('200 OK', EWW));
  t.equal(await send('POST http://podder/face?action=achoo'), answer('200 OK', EWW), 'an absolute target');
  t.equal(
    await send('POST /face?action=achoo#x'),
    answer('200 OK', UNKNOWN),
    'a fragment belongs to the query',
  );
  t.equal(await send('GET /face/'), answer('404 Not Found', '404 page not found\n'));
  t.equal(
    await exchange(
      listener.address.port,
      'POST /face HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n' +
        'Content-Type: application/x-www-form-urlencoded\r\n\r\n6\r\naction\r\n6\r\n=achoo\r\n0\r\n\r\n',
    ),
    answer('200 OK', EWW),
    'a chunked body',
  );
  t.equal(
    await exchange(listener.address.port, 'POST /face?action=achoo HTTP/1.0\r\n\r\n'),
    answer('200 OK', EWW),
    'HTTP/1.0',
  );
  t.match(await exchange(listener.address.port, 'FOO /face HTTP/1.1\r\nHost: x\r\n\r\n'), /^HTTP\/1.1 400 /);
  t.match(await exchange(listener.address.port, 'nonsense\r\n\r\n'), /^HTTP\/1.1 400 /);
});

t.test('the largest body and one byte more', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  t.equal(MAX_BODY_BYTES, 16_384);
  const body = (bytes: number) => `action=achoo&x=${'y'.repeat(bytes - 15)}`;
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', 'x/y']) {
    const send = (bytes: number) =>
      exchange(listener.address.port, rawRequest('POST /face', [`Content-Type: ${type}`], body(bytes)));
    t.match(await send(MAX_BODY_BYTES), /^HTTP\/1.1 200 OK\r\n/, type);
    t.match(
      await send(MAX_BODY_BYTES + 1),
      /^HTTP\/1.1 413 Payload Too Large\r\n[^]*content-type: text\/plain; charset=utf-8\r\n[^]*\r\n\r\nRequest body is too large\n$/,
      type,
    );
  }
  const chunk = body(MAX_BODY_BYTES + 1);
  t.match(
    await exchange(
      listener.address.port,
      'POST /face HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n' +
        `${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`,
    ),
    /^HTTP\/1.1 413 /,
    'chunked',
  );
  t.equal(sneezes.length, 1);
  const get = rawRequest('GET /face', [], 'x'.repeat(MAX_BODY_BYTES + 1));
  t.match(
    await exchange(listener.address.port, get),
    /^HTTP\/1.1 200 [^]*\r\n\r\nStop bothering me, please\.$/,
  );
});

t.test('headers beyond the limit', async (t) => {
  const { app } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  t.equal(MAX_HEADER_BYTES, 8192);
  const send = (bytes: number) =>
    exchange(listener.address.port, rawRequest('GET /face', [`X: ${'y'.repeat(bytes)}`]));
  t.match(await send(MAX_HEADER_BYTES - 200), /^HTTP\/1.1 200 /);
  t.match(await send(MAX_HEADER_BYTES), /^HTTP\/1.1 431 /);
});

t.test('pipelined requests are answered in order over one connection, unread bodies and all', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  const kept = (line: string, body: string) =>
    `${line} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const last = rawRequest('POST /face', ['Content-Type: application/x-www-form-urlencoded'], 'action=x');
  const answers = await exchange(
    listener.address.port,
    Buffer.concat([
      Buffer.from(kept('POST /face', 'action=achoo&strain=first')),
      Buffer.from(kept('GET /face', 'x'.repeat(20_000))),
      Buffer.from(kept('POST /face', 'x')),
      Buffer.from(kept('POST /face', 'action=achoo&strain=second')),
      last,
    ]),
  );
  const bodies = answers.split('HTTP/1.1 200 OK\r\n').map((answer) => answer.split('\r\n\r\n')[1]);
  t.same(bodies.slice(1), [EWW, NOT_POST, NO_ACTION, EWW, UNKNOWN]);
  t.same(
    sneezes.map(({ strain }) => strain),
    ['first', 'second'],
  );
});

t.test('a client that goes away in the middle of its request harms nobody', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  await new Promise<void>((resolve) => {
    const socket = connect(listener.address.port, '127.0.0.1', () => {
      socket.write('POST /face HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nact', () => socket.destroy());
    });
    socket.on('close', () => resolve());
  });
  t.match(await exchange(listener.address.port, rawRequest('POST /face?action=achoo')), /eww\n$/);
  t.equal(sneezes.length, 1);
});
