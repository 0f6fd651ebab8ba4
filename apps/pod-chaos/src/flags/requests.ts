import { durationFlag, type Flag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_REQUEST_DELAY_MS } from '../limits.ts';
import { listFlag } from './kinds.ts';
import { REDIRECT_FLAGS, type RedirectFlags } from './redirect.ts';

/** Which requests. */
export type RequestFlags = RedirectFlags &
  Readonly<{
    method: readonly string[];
    path: readonly string[];
    header: readonly (readonly [name: string, value: string | undefined])[];
    'exclude-path': readonly string[];
  }>;

/** How long they wait. */
export type WaitFlags = Readonly<{ delay: number | undefined; variation: number | undefined }>;

const NAME = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]{1,128}";
const HEADER = new RegExp(`^(${NAME})(?:(?::[ \\t]*|=)(.*))?$`);

/** A header as curl takes it, `Name: value` or `name=value`, or its name alone; undefined where it is none. */
export function parseHeader(text: string): readonly [name: string, value: string | undefined] | undefined {
  const [, name, value] = HEADER.exec(text) ?? [];
  return name === undefined ? undefined : [name, value];
}

/** A flag that takes headers; may be repeated. */
export function headersFlag(help: string): Flag<RequestFlags['header']> {
  return {
    valueName: 'header',
    expected: "a header such as 'X-User: jane', or its name",
    help,
    repeated: true,
    read: (texts) => {
      const headers = texts.map(parseHeader);
      return headers.every((header) => header !== undefined) ? headers : undefined;
    },
    fallback: [],
  };
}

function pathsFlag(help: string): Flag<readonly string[]> {
  return listFlag('path', 'a path such as /api, or a pattern such as *.png', help, (text) =>
    /^[/*]/.test(text),
  );
}

/** Flags of every command that is about requests. */
export const REQUEST_FLAGS: FlagsTable<RequestFlags> = {
  method: listFlag(
    'method',
    'a method such as GET',
    'Only requests with this method; may be repeated.',
    (text) => /^[A-Z][-A-Z]{0,31}$/.test(text),
  ),
  path: pathsFlag(
    'Only requests of this path and what is below it, or of a pattern: * stands for any text; may be repeated.',
  ),
  header: headersFlag(
    'Only requests that have this header, with this value if there is one; may be repeated.',
  ),
  'exclude-path': pathsFlag('Not requests of this path, read as --path is; may be repeated.'),
  ...REDIRECT_FLAGS,
};

/** Flags of every command that can hold requests back. */
export const WAIT_FLAGS: FlagsTable<WaitFlags> = {
  delay: {
    ...durationFlag(
      { minMs: 1, maxMs: MAX_REQUEST_DELAY_MS, described: '1 ms to 10m' },
      'How long a request is held back, on average: 250ms.',
    ),
    short: 'd',
  },
  variation: {
    ...durationFlag(
      { minMs: 0, maxMs: MAX_REQUEST_DELAY_MS, described: '0 to 10m' },
      'How much that varies, both ways; at most the delay.',
    ),
    short: 'v',
  },
};
