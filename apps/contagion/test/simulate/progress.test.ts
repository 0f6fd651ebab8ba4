import t from 'tap';
import { createRunProgress, createRunsProgress } from '../../src/simulate/progress.ts';

function line(): { tell: (text: () => string) => void; clear: () => void; told: string[] } {
  const told: string[] = [];
  return { told, tell: (text) => void told.push(text()), clear: () => undefined };
}

t.test('of runs: how many, how many were alive, how long it may go on', async (t) => {
  let now = 0;
  const { told, ...rest } = line();
  const tell = createRunsProgress(rest, 200, false, () => now);
  tell({ runs: 0, alive: 0, more: 0 });
  now = 5_000;
  tell({ runs: 50, alive: 20, more: 0 });
  tell({ runs: 50, alive: 20, more: 50 });
  createRunsProgress(rest, 200, true, () => now)({ runs: 0, alive: 0, more: 0 });
  t.same(told, [
    '0 of 200 runs, 0 alive',
    '50 of 200 runs, 20 alive, about 15 s left',
    '50 of 200 runs, 20 alive, about 5.0 s left',
    '0 of at most 200 runs, 0 alive',
  ]);
});

t.test('of one run: its time, and that it may be over before', async (t) => {
  let now = 0;
  const { told, ...rest } = line();
  const tell = createRunProgress(rest, 3_600_000, () => now);
  tell(0);
  now = 30_000;
  tell(0.25);
  t.same(told, ['0.0 s of 1h00m', '15m00s of 1h00m, at most 1m30s left']);
});
