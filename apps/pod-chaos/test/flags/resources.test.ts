import t from 'tap';
import type { FlagsTable } from '@pod-contagion/command-line';
import { BURN_FLAGS, type BurnFlags } from '../../src/flags/burn.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from '../../src/flags/cluster.ts';
import { FILL_FLAGS, type FillFlags } from '../../src/flags/fill.ts';
import { LASTING_FLAGS, type LastingFlags } from '../../src/flags/running.ts';
import { TARGET_FLAGS, type TargetFlags } from '../../src/flags/targets.ts';
import { switchCases, tryMatrix, type Matrix } from './matrix.ts';

type Own = Omit<BurnFlags & FillFlags, keyof TargetFlags | keyof LastingFlags | keyof ClusterFlags>;

const AMOUNT = 'bytes, such as 300Mi, or a share of the limit, such as 70%, got';

const MATRIX: Matrix<Own> = {
  load: {
    right: [
      [['--load', '50'], 50],
      [['--load=12.5%'], 12.5],
      [[], undefined],
    ],
    wrong: [[['--load', '0'], 'a percentage above 0, up to 100, got "0"']],
  },
  cores: {
    right: [[['--cores', '4'], 4]],
    wrong: [
      [['--cores', '0'], 'a whole number from 1 to 256, got "0"'],
      [['--cores', '0.5'], 'a whole number from 1 to 256, got "0.5"'],
    ],
  },
  memory: {
    right: [
      [['--memory', '300Mi'], { bytes: 314_572_800 }],
      [['--memory=70%'], { percent: 70 }],
      [['--memory', '1000'], { bytes: 1_000 }],
    ],
    wrong: [
      [['--memory', '0%'], `${AMOUNT} "0%"`],
      [['--memory', '101%'], `${AMOUNT} "101%"`],
      [['--memory', 'all'], `${AMOUNT} "all"`],
      [['--memory', '0'], `${AMOUNT} "0"`],
    ],
  },
  disk: {
    right: [[['--disk', '1Gi'], 1_073_741_824]],
    wrong: [[['--disk', '70%'], 'bytes, such as 1Gi, got "70%"']],
  },
  volume: {
    right: [[['--volume', 'data'], 'data']],
    wrong: [[['--volume', '/data'], 'the name of a volume, got "/data"']],
  },
  container: {
    right: [[['--container', 'main'], 'main']],
    wrong: [[['--container', 'Main'], 'the name of a container, got "Main"']],
  },
  ramp: {
    right: [[['--ramp', '1m'], 60_000]],
    wrong: [
      [['--ramp', '1ms'], 'a duration from 100ms to 24h, such as 500 (milliseconds), 10s or 2m, got "1ms"'],
    ],
  },
  'until-oom': switchCases('until-oom'),
  'until-evicted': switchCases('until-evicted'),
};

const common = new Set([TARGET_FLAGS, LASTING_FLAGS, CLUSTER_FLAGS].flatMap((table) => Object.keys(table)));
const own = Object.fromEntries(
  Object.entries({ ...BURN_FLAGS, ...FILL_FLAGS }).filter(([name]) => !common.has(name)),
);
tryMatrix(t, own as unknown as FlagsTable<Own>, MATRIX);
