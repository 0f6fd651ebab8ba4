/** What is recorded of flushed nodes: from what the command writes to the table and the picture. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { ROOT } from '../files.ts';
import { flushPicture } from '../findings/flush-picture.ts';
import { FLUSH_WAYS, flushHeader, flushRows, readFlushRuns } from '../findings/flush-runs.ts';

const APPLIED = Date.parse('2026-11-30T07:00:00.000Z');
const at = (seconds: number): string => new Date(APPLIED + seconds * 1_000).toISOString();

/** Lines of the command with a report of all that a run may have. */
const OUTPUT = [
  { event: 'cluster', server: 'https://127.0.0.1' },
  {
    event: 'report',
    verdict: 'held',
    probe: {
      endedAt: at(50),
      connections: [
        {
          sent: 500,
          failed: 120,
          outages: [
            { begin: at(0.1), end: at(12.3), lengthSeconds: 12.2 },
            { begin: at(20), end: at(20.5), lengthSeconds: 0.5 },
          ],
        },
      ],
    },
    targets: [
      {
        agent: {
          appliedAt: at(0),
          endedAt: at(45),
          effect: {
            flush: {
              returned: [
                { by: 'kube-proxy', isAll: true, afterMs: 11_900 },
                { by: 'kube-proxy', isAll: true, afterMs: 12_150 },
                { by: 'kubelet', isAll: true, afterMs: 30_000 },
              ],
              restored: { chains: 1, rules: 0 },
            },
          },
        },
      },
    ],
  },
  { event: 'end', exitCode: 0 },
]
  .map((line) => JSON.stringify(line))
  .join('\n');

t.test('a run, from the lines of the command to the table', async (t) => {
  const [way] = FLUSH_WAYS;
  t.ok(way);
  if (way === undefined) return;
  const rows = flushRows(way, 2, OUTPUT);
  t.same(rows, ['filter,2,45.0,500,120,0.1,12.3,12.2,1,0']);
  const runs = readFlushRuns(`${flushHeader()}\n${rows.join('\n')}\n`);
  t.match(runs, [{ way: 'filter', run: 2, outage: { begin: 0.1, end: 12.3 }, backSeconds: 12.2 }]);
  const picture = flushPicture(runs);
  t.match(picture, /^<svg [^>]*viewBox/);
  t.match(picture, />iptables -F</);
  t.notMatch(picture, /NaN|Infinity|undefined/);
});

t.test('a table that is none is refused by what is wrong', async (t) => {
  t.throws(() => readFlushRuns('way,run\n'), /expected the columns way,run,endSeconds/);
  t.throws(() => readFlushRuns(`${flushHeader()}\nfire,1,1,1,1,,,,0,0\n`), /expected a way/);
  t.throws(
    () => readFlushRuns(`${flushHeader()}\nnat,1,soon,1,1,,,,0,0\n`),
    /expected a number as endSeconds/,
  );
});

t.test('what is recorded can be read', async (t) => {
  t.doesNotThrow(() => readFlushRuns(readFileSync(`${ROOT}docs/findings/flush.csv`, 'utf8')));
});
