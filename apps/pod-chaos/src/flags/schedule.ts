import {
  durationFlag,
  numberFlag,
  switchFlag,
  textFlag,
  type Flag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import { MAX_COUNT, MAX_FAULT_MS, MAX_INTERVAL_MS, MAX_SCHEDULE_MS, MIN_INTERVAL_MS } from '../limits.ts';
import { parseListenAddress, type ListenAddress } from './addresses.ts';
import { listFlag } from './kinds.ts';

/** When a schedule kills. */
export type ScheduleFlags = Readonly<{
  interval: number | undefined;
  cron: string | undefined;
  'time-zone': string | undefined;
  window: readonly string[];
  'exclude-day': readonly string[];
  jitter: number | undefined;
  max: number | undefined;
  'max-runs': number | undefined;
  duration: number | undefined;
  'no-dry-run': boolean;
  'metrics-address': ListenAddress | undefined;
}>;

const metricsAddressFlag: Flag<ListenAddress | undefined> = {
  valueName: 'host:port',
  expected: 'an address to listen on, such as 127.0.0.1:9102, [::1]:9102 or :9102',
  help: 'Serves /metrics, /livez and /readyz there; of a schedule; default: nowhere.',
  read: ([text = '']) => parseListenAddress(text),
  fallback: undefined,
};

/** Flags that make a kill one of many. */
export const SCHEDULE_FLAGS: FlagsTable<ScheduleFlags> = {
  interval: durationFlag(
    { minMs: MIN_INTERVAL_MS, maxMs: MAX_INTERVAL_MS, described: '1s to 720h' },
    'Kills again and again, this long after each other. The dry run is the default then.',
  ),
  cron: textFlag(
    'expression',
    "a cron expression, such as '*/10 9-17 * * 1-5'",
    'Kills at these times. The dry run is the default then.',
  ),
  'time-zone': textFlag(
    'zone',
    'a time zone, such as Europe/Vienna',
    'Of --cron, --window and --exclude-day; default UTC.',
  ),
  window: listFlag(
    'window',
    "days and hours, such as 'Mon-Fri 09:00-17:00'",
    'Kills only then; may be repeated.',
  ),
  'exclude-day': listFlag(
    'day',
    'a day, such as 12-25 or 2027-01-06',
    'Does not kill on this day; may be repeated.',
  ),
  jitter: durationFlag(
    { minMs: 0, maxMs: MAX_FAULT_MS, described: '0 to 24h' },
    'Puts each run off by a random time up to this, no more than the interval.',
  ),
  max: numberFlag({ min: 1, max: MAX_COUNT }, 'Ends when the schedule has killed so many pods.'),
  'max-runs': numberFlag({ min: 1, max: MAX_COUNT }, 'Ends after so many runs.'),
  duration: durationFlag(
    { minMs: 1_000, maxMs: MAX_SCHEDULE_MS, described: '1s to 8760h' },
    'Ends the schedule after this time; default: it runs until it is stopped.',
  ),
  'no-dry-run': switchFlag('Makes a schedule real.'),
  'metrics-address': metricsAddressFlag,
};
