import t from 'tap';
import { ONE_SNEEZE } from '../../src/engine/outbreak.ts';
import { doBlock } from '../../src/sweeps/block.ts';
import {
  blockLine,
  gridLine,
  headerLine,
  parseSweepFile,
  type SweepHeader,
} from '../../src/sweeps/sweep-file.ts';
import { ORIGINAL } from '../engine/models.ts';

const HEADER: SweepHeader = {
  model: ORIGINAL,
  outbreak: { sneezes: 1, intervalMs: 0 },
  axes: [{ name: 'replicas', values: [5, 50] }],
  precision: { minRuns: 50, maxRuns: 100, level: 0.5 },
  seed: 3,
  untilMs: 60_000,
};
const BLOCK = doBlock(
  { cell: 1, from: 0, to: 50 },
  { model: ORIGINAL, outbreak: ONE_SNEEZE },
  { seed: 3, untilMs: 60_000 },
);
const TEXT = headerLine(HEADER, '0.1.0') + blockLine(BLOCK);

t.test('what was written is read', async (t) => {
  t.same(parseSweepFile(TEXT), {
    header: HEADER,
    grids: [{ axes: HEADER.axes, blocks: [BLOCK], line: 2 }],
    wholeLength: TEXT.length,
  });
});

t.test('blocks after a finer grid are of that', async (t) => {
  const axes = [{ name: 'replicas', values: [5, 28, 50] }] as const;
  const { grids } = parseSweepFile(TEXT + gridLine(axes) + blockLine(BLOCK));
  t.same(grids.slice(1), [{ axes, blocks: [BLOCK], line: 4 }]);
});

t.test('a line that was broken off is left out, wherever that was', async (t) => {
  const start = headerLine(HEADER, '0.1.0').length;
  for (let length = start; length < TEXT.length; length += 7) {
    t.same(parseSweepFile(TEXT.slice(0, length)), {
      header: HEADER,
      grids: [{ axes: HEADER.axes, blocks: [], line: 2 }],
      wholeLength: start,
    });
  }
});

t.test('what it refuses', async (t) => {
  for (const [text, message] of [
    ['', /^line 1 of the sweep's file expects what the sweep is of, got nothing whole$/],
    ['{"format":', /got nothing whole$/],
    ['x\n', /^line 1 .* an object of JSON, got x$/],
    ['{"format":"other"}\n', /^line 1 .*"format":"pod-contagion-sweep", got "other"$/],
    [TEXT.replace('"version":3', '"version":2'), /^line 1 .*version 3, got 2$/],
    [`${TEXT}{"cell":1}\n`, /^line 3 .*a block of runs, got {"cell":1}$/],
    [TEXT.replace('"alive":50', '"alive":49'), /^line 2 .*a block of runs/],
  ] as const) {
    t.throws(() => parseSweepFile(text), { code: 'SIMULATOR_SWEEP_FILE', message });
  }
});
