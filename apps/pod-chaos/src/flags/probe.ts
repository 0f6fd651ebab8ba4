import {
  choiceFlag,
  durationFlag,
  numberFlag,
  switchFlag,
  textFlag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import { MAX_SCHEDULE_MS } from '../limits.ts';
import { checkedFlag, listFlag } from './kinds.ts';

/** What `pod-chaos probe` can be told. */
export type ProbeFlags = Readonly<{
  url: string | undefined;
  rate: number | undefined;
  duration: number | undefined;
  count: number | undefined;
  timeout: number | undefined;
  expect: string | undefined;
  method: string | undefined;
  header: readonly string[];
  data: string | undefined;
  connections: 'new' | 'kept' | 'both' | undefined;
  insecure: boolean;
  samples: boolean;
  'fail-after': number | undefined;
  json: boolean;
}>;

const outage = { minMs: 0, maxMs: MAX_SCHEDULE_MS, described: '0' };

/** The flags of `pod-chaos probe`. */
export const PROBE_FLAGS: FlagsTable<ProbeFlags> = {
  url: {
    ...textFlag('url', 'a URL, such as http://10.0.0.1:8080/', 'What is asked; may stand alone.'),
    positional: true,
  },
  rate: {
    valueName: 'n',
    expected: 'requests a second from 0.01 to 1000',
    help: 'Requests a second on each kind of connection; default 10.',
    read: ([text = '']) => {
      const rate = /^[0-9]{1,4}(?:\.[0-9]{1,3})?$/.test(text) ? Number(text) : 0;
      return rate >= 0.01 && rate <= 1_000 ? rate : undefined;
    },
    fallback: undefined,
  },
  duration: durationFlag(
    { ...outage, minMs: 1, described: '1 ms to 8760h' },
    'How long; default: until Ctrl-C.',
  ),
  count: numberFlag({ min: 1, max: 1_000_000_000 }, 'How many requests on each kind of connection.'),
  timeout: durationFlag(
    { minMs: 10, maxMs: 60_000, described: '10 ms to 60s' },
    'After which a request has failed; default 1s.',
  ),
  expect: textFlag(
    'status',
    'statuses: 200, 2xx, 200-299, any, several with commas',
    'What counts as an answer; default 2xx,3xx.',
  ),
  method: textFlag('method', 'an HTTP method', 'Default GET.'),
  header: listFlag('name: value', "a header, such as 'accept: text/html'", 'May be repeated.', (text) =>
    /^[^:\s]+:/.test(text),
  ),
  data: checkedFlag(
    'text',
    'any text',
    'Body of each request; POST is the default method then, and a form the content type, as for -d of curl.',
    (text) => text !== '',
  ),
  connections: choiceFlag(
    ['new', 'kept', 'both'],
    'A connection for each request, kept-alive ones, or both at once (default).',
  ),
  insecure: switchFlag('Does not verify certificates.'),
  samples: switchFlag('With --json: also a line for each request.'),
  'fail-after': durationFlag(
    outage,
    'Ends with 1 where an outage was longer than this; default: whatever happens it ends with 0.',
  ),
  json: switchFlag('Writes JSON, one object a line.'),
};
