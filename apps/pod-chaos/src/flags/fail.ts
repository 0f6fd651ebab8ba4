import { parseGrpcStatus } from '@pod-contagion/chaos/parse';
import { numberFlag, switchFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_COUNT } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { percentFlag } from './kinds.ts';
import { headersFlag, REQUEST_FLAGS, WAIT_FLAGS, type RequestFlags, type WaitFlags } from './requests.ts';
import { RUNNING_FLAGS, type RunningFlags } from './running.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';

/** What `pod-chaos fail` can be told. */
export type FailFlags = TargetFlags &
  RequestFlags &
  WaitFlags &
  RunningFlags &
  ClusterFlags &
  Readonly<{
    rate: number | undefined;
    first: number | undefined;
    code: number | undefined;
    'response-header': RequestFlags['header'];
    body: string | undefined;
    reset: boolean;
    'grpc-status': number | undefined;
    'grpc-message': string | undefined;
  }>;

/** The flags of `pod-chaos fail`. */
export const FAIL_FLAGS: FlagsTable<FailFlags> = {
  rate: percentFlag('Which share of the requests fails; default all, with --first none of those after them.'),
  first: numberFlag({ min: 1, max: MAX_COUNT }, 'So many requests fail, the first ones in each pod.'),
  code: numberFlag({ min: 200, max: 599 }, 'Status of the answer; default 500.'),
  'response-header': headersFlag("Header of the answer, such as 'Retry-After: 1'; may be repeated."),
  body: {
    ...textFlag('text', 'any text', 'Body of the answer; default none.'),
    read: ([text = '']) => text,
  },
  reset: switchFlag('Resets the connection instead of an answer.'),
  'grpc-status': {
    valueName: 'status',
    expected: 'a status of gRPC other than OK, such as UNAVAILABLE or 14',
    help: 'Calls of gRPC fail with this status, and nothing else does.',
    read: ([text = '']) => parseGrpcStatus(text),
    fallback: undefined,
  },
  'grpc-message': textFlag('text', 'any text', 'Message beside that status.'),
  ...WAIT_FLAGS,
  ...REQUEST_FLAGS,
  ...RUNNING_FLAGS,
  ...TARGET_FLAGS,
  ...CLUSTER_FLAGS,
};
