import t from 'tap';
import { describeFault } from '../../../src/faults/describe-fault.ts';
import { parseToxic } from '../../../src/faults/toxics/parse.ts';

const said = (...toxics: readonly string[]): string =>
  describeFault({ kind: 'toxics', interface: 'eth0', port: 80, toxics: toxics.map(parseToxic), except: [] });

t.test('in a few words', async (t) => {
  t.equal(
    said('latency,latency=250,jitter=50', 'reset_peer,upstream,toxicity=0.125'),
    'latency 250 ms ± 50 ms downstream, reset_peer upstream for 12.5 %, port 80, on eth0',
  );
  for (const [toxic, words] of [
    ['latency,latency=5', 'latency 5 ms downstream'],
    ['bandwidth,rate=100', 'bandwidth 100 KB/s downstream'],
    ['slow_close,delay=5', 'slow_close 5 ms downstream'],
    ['timeout', 'timeout downstream'],
    ['timeout,timeout=5', 'timeout 5 ms downstream'],
    ['reset_peer,timeout=5', 'reset_peer after 5 ms downstream'],
    ['slicer,average_size=9', 'slicer 9 bytes downstream'],
    ['slicer,average_size=9,size_variation=2,delay=5', 'slicer 9 ± 2 bytes every 5 µs downstream'],
    ['limit_data,bytes=0', 'limit_data 0 bytes downstream'],
    ['noop', 'noop downstream'],
  ] as const) {
    t.equal(said(toxic), `${words}, port 80, on eth0`);
  }
});
