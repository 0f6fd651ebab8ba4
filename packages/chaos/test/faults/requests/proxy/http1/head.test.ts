import t from 'tap';
import {
  isLast,
  parseHead,
  parseRequestLine,
  parseStatusLine,
  valuesOf,
  wordsOf,
  type Head,
} from '../../../../../src/faults/requests/proxy/http1/head.ts';
import { requestBody, responseBody } from '../../../../../src/faults/requests/proxy/http1/framing.ts';
import { NO_BODY, UNTIL_CLOSE } from '../../../../../src/faults/requests/proxy/http1/body.ts';

const headOf = (...lines: string[]): Head => parseHead(`GET / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)!;

t.test('a head', async (t) => {
  const head = headOf('Host: a', 'X-A:b ', 'x-a: c', 'X-Folded: d', ' e');
  t.equal(head.start, 'GET / HTTP/1.1');
  t.same(valuesOf(head, 'x-a'), ['b', 'c']);
  t.same(valuesOf(head, 'x-folded'), ['d e']);
  t.equal(parseHead('GET / HTTP/1.1\r\nno header\r\n\r\n'), undefined);
  t.equal(
    parseHead('\r\n\r\nGET / HTTP/1.1\nA: b\n\n')?.start,
    'GET / HTTP/1.1',
    'empty lines before, LF alone',
  );
  t.same(wordsOf(headOf('Connection: Keep-Alive, Upgrade'), 'connection'), ['keep-alive', 'upgrade']);
});

t.test('start lines', async (t) => {
  t.same(parseRequestLine('M-SEARCH * HTTP/1.0'), { method: 'M-SEARCH', target: '*', minor: 0 });
  for (const line of ['GET /', 'GET / HTTP/2.0', 'GET  / HTTP/1.1', ''])
    t.notOk(parseRequestLine(line), line);
  t.same(parseStatusLine('HTTP/1.1 204 '), { status: 204, minor: 1 });
  t.same(parseStatusLine('HTTP/1.1 200'), { status: 200, minor: 1 });
  for (const line of ['HTTP/1.1 20', 'HTTP/2 200', 'ICY 200 OK']) t.notOk(parseStatusLine(line), line);
});

t.test('whether a connection goes on', async (t) => {
  t.notOk(isLast(headOf(), 1));
  t.ok(isLast(headOf('Connection: close'), 1));
  t.ok(isLast(headOf(), 0));
  t.notOk(isLast(headOf('Connection: keep-alive'), 0));
});

t.test('bodies of requests', async (t) => {
  t.equal(requestBody(headOf()), NO_BODY);
  t.notOk(requestBody(headOf('Content-Length: 5'))?.isDone());
  t.ok(requestBody(headOf('Content-Length: 0'))?.isDone());
  t.notOk(requestBody(headOf('Content-Length: 7', 'Transfer-Encoding: gzip, chunked'))?.isDone());
  for (const line of ['Content-Length: 5, 6', 'Content-Length: x', 'Transfer-Encoding: gzip'])
    t.equal(requestBody(headOf(line)), undefined, line);
});

t.test('bodies of answers', async (t) => {
  for (const [method, status] of [
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ] as const) {
    t.equal(responseBody(headOf('Content-Length: 5'), method, status), NO_BODY, `${method} ${status}`);
  }
  t.equal(responseBody(headOf(), 'GET', 200), UNTIL_CLOSE);
  t.equal(responseBody(headOf('Transfer-Encoding: gzip'), 'GET', 200), UNTIL_CLOSE);
  t.equal(responseBody(headOf('Content-Length: 5', 'Content-Length: 6'), 'GET', 200), undefined);
});
