// Stands in for the agent in tests of whoever talks to it: its fault is a file, which further agents of the pod see. BEHAVIOUR
// says what goes wrong; what is not said goes well.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { POD_CHAOS_SPEC, POD_IP, FAULTS, BEHAVIOUR = '', TERMINATION_MESSAGE_PATH } = process.env;
const { order, run, durationMs = 0, target, beginBeforeMs } = JSON.parse(POD_CHAOS_SPEC ?? '{}');
const now = () => new Date().toISOString();
const say = (line) => process.stdout.write(`${JSON.stringify({ run, ...line })}\n`);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const mine = `${POD_IP}-${run}`;
const file = join(FAULTS, mine);
// Some misbehave whatever they are told, others only with a fault.
const does = (what) => BEHAVIOUR === `always-${what}` || (BEHAVIOUR === what && order === 'fault');

async function report({ outcome, reason, appliedAt, ...rest }) {
  if (does('dies')) process.kill(process.pid, 'SIGKILL');
  // In the order of the real one, as a kubelet may cut it.
  const text = JSON.stringify({ event: 'report', run, outcome, reason, appliedAt, endedAt: now(), ...rest });
  const kept = does('is-cut') ? text.slice(0, text.indexOf('"effect"') + 4) : text;
  if (!does('says-nothing')) writeFileSync(TERMINATION_MESSAGE_PATH, kept);
  await new Promise((resolve) => process.stdout.write(`${text}\n`, resolve));
  process.exit();
}

say({ event: 'begun', at: now() });
if (order === 'end') {
  const mark = target === undefined ? `${POD_IP}-` : `${POD_IP}-${target}`;
  const found = readdirSync(FAULTS).filter((name) => name.startsWith(mark));
  if (does('left'))
    await report({ outcome: 'left', reason: 'asked', proof: [{ what: 'file', gone: false }] });
  for (const name of found) rmSync(join(FAULTS, name), { force: true });
  // As the real one waits for whoever holds the lock.
  await sleep(300);
  const proof = found.map((name) => ({ what: `file ${name}`, gone: !existsSync(join(FAULTS, name)) }));
  await report({ outcome: found.length > 0 ? 'mended' : 'untouched', reason: 'asked', proof });
}
if (beginBeforeMs !== undefined && Date.now() > beginBeforeMs) {
  const error = { code: 'CHAOS_AGENT_NOT_STARTED', message: 'too late' };
  await report({ outcome: 'untouched', reason: 'error', proof: [], error });
}
if (does('falls')) {
  // It shares the processes of a container, and dies with the first of them.
  process.kill(Number(process.env['POD_CONTAGION_TARGET_PID']), 'SIGKILL');
  process.kill(process.pid, 'SIGKILL');
}
if (does('refuses')) {
  const error = { code: 'CHAOS_NO_NETEM', message: 'the kernel has no sch_netem' };
  await report({ outcome: 'untouched', reason: 'error', proof: [], error });
}
if (does('last-words')) {
  process.on('SIGTERM', () => {
    rmSync(file, { force: true });
    const last = { hits: 9, unit: 'packets' };
    void report({
      outcome: 'mended',
      reason: 'signal',
      appliedAt,
      effect: last,
      proof: [{ what: 'file', gone: true }],
    });
  });
}
writeFileSync(file, '');
const appliedAt = now();
say({ event: 'applied', at: appliedAt, endsAt: now(), steps: [`file ${mine}`] });
const effect = { hits: does('misses') ? 0 : 7, unit: 'packets' };
if (!does('uncounted') && !does('is-cut')) say({ event: 'effect', at: now(), effect });
if (does('dies')) process.kill(process.pid, 'SIGKILL');
if (does('hangs')) setInterval(() => undefined, 60_000);
else {
  const endsAtMs = performance.now() + durationMs;
  while (performance.now() < endsAtMs && existsSync(file)) await sleep(50);
  const reason = existsSync(file) ? 'deadline' : 'vanished';
  say({ event: 'ending', at: now(), reason });
  if (does('left')) {
    await report({ outcome: 'left', reason, appliedAt, effect, proof: [{ what: 'file', gone: false }] });
  }
  rmSync(file, { force: true });
  await report({ outcome: 'mended', reason, appliedAt, effect, proof: [{ what: 'file', gone: true }] });
}
