import t from 'tap';
import type { FlagsTable } from '@pod-contagion/command-line';
import {
  CLEANUP_FLAGS,
  STATUS_FLAGS,
  WATCH_FLAGS,
  type CleanupFlags,
  type StatusFlags,
  type WatchFlags,
} from '../../src/flags/look.ts';
import { switchCases, tryMatrix, type Matrix } from './matrix.ts';

type Own = Pick<
  CleanupFlags & StatusFlags & WatchFlags,
  'all-namespaces' | 'run' | 'timeout' | 'duration' | 'until-ready'
>;

const DURATION = 'a duration from 1s to 24h, such as 500 (milliseconds), 10s or 2m, got';

const MATRIX: Matrix<Own> = {
  'all-namespaces': switchCases('all-namespaces', 'A'),
  run: {
    right: [[['--run', 'abcd1234'], 'abcd1234']],
    wrong: [[['--run', 'ABC'], 'the id of a run: 8 characters a-z and 0-9, got "ABC"']],
  },
  timeout: {
    right: [[['--timeout', '1m'], 60_000]],
    wrong: [[['--timeout', '1'], `${DURATION} "1"`]],
  },
  duration: {
    right: [[['--duration', '10s'], 10_000]],
    wrong: [[['--duration', 'long'], `${DURATION} "long"`]],
  },
  'until-ready': switchCases('until-ready'),
};

const all = { ...CLEANUP_FLAGS, ...STATUS_FLAGS, ...WATCH_FLAGS };
const own = Object.fromEntries(Object.entries(all).filter(([name]) => name in MATRIX));
tryMatrix(t, own as unknown as FlagsTable<Own>, MATRIX);
