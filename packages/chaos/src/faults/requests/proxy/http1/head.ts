/** The start line and headers of a request or an answer. */
export type Head = Readonly<{
  start: string;
  /** Names in lower case, in their order. */
  headers: readonly (readonly [name: string, value: string])[];
}>;

/** The start line of a request. */
export type RequestLine = Readonly<{ method: string; target: string; minor: 0 | 1 }>;

/** The start line of an answer. */
export type StatusLine = Readonly<{ status: number; minor: 0 | 1 }>;

const HEADER = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/;
const REQUEST = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}) ([^\s]+) HTTP\/1\.([01])$/;
const STATUS = /^HTTP\/1\.([01]) ([1-9][0-9]{2})(?: .*)?$/;

/** Reads a head as latin1 text, with or without the empty line at its end; undefined where it is none. */
export function parseHead(text: string): Head | undefined {
  const [start = '', ...lines] = text.replace(/^(?:\r?\n)+/, '').split(/\r?\n/);
  const headers: [string, string][] = [];
  for (const line of lines) {
    if (line === '') continue;
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] = `${last[1]} ${line.trim()}`.trim();
      continue;
    }
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name === undefined) return undefined;
    headers.push([name.toLowerCase(), value]);
  }
  return { start, headers };
}

/** Reads the start line of a request; undefined where it is none of HTTP/1. */
export function parseRequestLine(start: string): RequestLine | undefined {
  const [, method = '', target = '', minor] = REQUEST.exec(start) ?? [];
  return minor === undefined ? undefined : { method, target, minor: minor === '0' ? 0 : 1 };
}

/** Reads the start line of an answer; undefined where it is none of HTTP/1. */
export function parseStatusLine(start: string): StatusLine | undefined {
  const [, minor, status] = STATUS.exec(start) ?? [];
  return minor === undefined ? undefined : { status: Number(status), minor: minor === '0' ? 0 : 1 };
}

/** All values of a header, by its name in lower case. */
export function valuesOf({ headers }: Head, name: string): readonly string[] {
  return headers.filter(([each]) => each === name).map(([, value]) => value);
}

/** The words of a header whose values are lists, in lower case. */
export function wordsOf(head: Head, name: string): readonly string[] {
  return valuesOf(head, name)
    .join(',')
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Whether the connection is over after this message, as its head says. */
export function isLast(head: Head, minor: 0 | 1): boolean {
  const words = wordsOf(head, 'connection');
  return words.includes('close') || (minor === 0 && !words.includes('keep-alive'));
}
