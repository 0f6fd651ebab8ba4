import { STATUS_CODES } from 'node:http';
import type { Failure } from '../../spec.ts';

type Answer = Extract<Failure, { do: 'answer' }>;

/** An answer in place of the program's own, as bytes; `isLast` says in it that the connection is over. */
export function answerBytes(
  { code, headers, body }: Answer,
  { method, isLast }: Readonly<{ method: string; isLast: boolean }>,
): Buffer {
  const content = Buffer.from(body);
  const hasBody = code !== 204 && code !== 304;
  const own = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [
    `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? 'Unknown'}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(own.has('date') ? [] : [`Date: ${new Date().toUTCString()}`]),
    ...(own.has('content-type') || content.length === 0 ? [] : ['Content-Type: text/plain; charset=utf-8']),
    ...(hasBody ? [`Content-Length: ${content.length}`] : []),
    ...(isLast ? ['Connection: close'] : []),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return hasBody && method !== 'HEAD' ? Buffer.concat([head, content]) : head;
}
