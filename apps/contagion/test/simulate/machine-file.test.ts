import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { PROFILES } from '@pod-contagion/simulator';
import { readMachineFile } from '../../src/simulate/machine-file.ts';
import { plan } from './run.ts';

const MACHINE = { ...PROFILES['original-go'].machine, startMs: [100, 200] };

t.test('its times and its kubelet hold', async (t) => {
  const file = join(t.testdir(), 'machine.json');
  writeFileSync(file, JSON.stringify({ machine: MACHINE, kubeletVersion: '1.20', score: 0.1 }));
  const { model, profile } = await plan('--machine', file);
  t.same(model.machine, MACHINE);
  t.equal(model.rules.version, '1.20');
  t.equal(profile, file);
  t.equal((await plan('--machine', file, '--kubelet-version=1.36')).model.rules.version, '1.36');
  await t.rejects(plan('--machine', file, '--profile=generic'), {
    message: '--machine expects no --profile beside it, got both',
  });
  await t.rejects(plan('--machine', file, '--max-restart-period=1s'), {
    message: /^--max-restart-period expects/,
  });
});

t.test('what is no machine: one line that names the file', async (t) => {
  const folder = t.testdir();
  const file = join(folder, 'machine.json');
  const { killMs, ...others } = MACHINE;
  t.ok(killMs);
  const none = `${file}: expected what contagion calibrate --json wrote, with machine.killMs, got none`;
  const known = Object.keys(MACHINE).join(', ');
  const cases: [value: unknown, message: string | RegExp][] = [
    ['{', none],
    [[], none],
    [{ machine: others }, none],
    [
      { machine: { ...MACHINE, pods: 3 } },
      `${file}: expected no other time of a machine than ${known}, got pods`,
    ],
    [{ machine: MACHINE }, `${file}: expected kubeletVersion "1.36" or "1.20", got none`],
    [
      { machine: MACHINE, kubeletVersion: 1.36 },
      `${file}: expected kubeletVersion "1.36" or "1.20", got 1.36`,
    ],
    [
      { machine: { ...MACHINE, startMs: [5, 1] }, kubeletVersion: '1.36' },
      /machine\.json: machine\.startMs: expected the least and the most, .*, got \[5,1\]$/,
    ],
    [
      { machine: { ...MACHINE, probeSpread: 'x' }, kubeletVersion: '1.36' },
      `${file}: machine.probeSpread: expected a number from 0 to 1, got "x"`,
    ],
  ];
  for (const [value, message] of cases) {
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    await t.rejects(readMachineFile(file), { code: 'CONTAGION_USAGE', message }, JSON.stringify(value));
  }
  await t.rejects(readMachineFile(join(folder, 'none')), {
    message: /none: expected what contagion calibrate --json wrote, got ENOENT/,
  });
});
