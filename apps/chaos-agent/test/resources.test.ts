/** Faults of resources in cgroups as a kubelet makes them: reached as asked, let go in time, and nothing is left. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { AgentLine, AgentSpec } from '@pod-contagion/chaos/agent';
import { missing } from '../../../scripts/testing/needs.ts';
import { until } from '../../../scripts/testing/until.ts';
import { END_ALL, RUN, startAgent } from './testing/agent.ts';
import { makePodCgroup, NO_CGROUPS, NO_CONTAINER, type PodCgroup } from './testing/cgroup.ts';

const MIB = 1_048_576;
const LINUX = { skip: missing('Linux') };
const CGROUPS = { skip: NO_CGROUPS };

type Fault = NonNullable<AgentSpec['fault']>;

const order = (fault: Fault, durationMs = 60_000): AgentSpec => ({
  version: 1,
  order: 'fault',
  run: RUN,
  durationMs,
  fault,
});

const burn = (percent: number): Fault => ({ kind: 'burn', cores: 1, percent });
const fillBytes = (mib: number): Fault => ({ kind: 'fill-memory', amount: { bytes: mib * MIB } });

/** Whether an agent says that it has reached what was asked: it looks every five seconds. */
const hasHit = (line: AgentLine): boolean => line.event === 'effect' && (line.effect.hits ?? 0) > 0;

/** Another process of the pod, which takes memory step by step. */
function startHog(
  t: Test,
  pod: PodCgroup,
  { mib, stepMib, everyMs }: Record<'mib' | 'stepMib' | 'everyMs', number>,
): ChildProcess {
  const script = `const held = []; const take = () => {
    if (held.length * ${stepMib} >= ${mib}) { console.log('full'); return setInterval(() => {}, 1000); }
    held.push(Buffer.alloc(${stepMib} << 20, 1)); setTimeout(take, ${everyMs}); }; take();`;
  const [program = 'sh', ...words] = pod.other;
  const child = spawn(program, [...words, process.execPath, '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  return child;
}

t.test('burn: what was asked is reached, or it is said what was in the way', LINUX, async (t) => {
  const { code, message } = await startAgent(t, order(burn(20), 2_000)).ended;
  t.equal(code, 0);
  t.match(message, {
    outcome: 'mended',
    reason: 'deadline',
    effect: { unit: 'cores', level: { asked: 20 } },
  });
  const { hits, level, note = '' } = message?.effect ?? {};
  const isReached = Math.abs((level?.reached ?? 0) - 20) <= 5;
  t.equal(hits, isReached ? 1 : 0);
  // A machine that is busy with other things has not the time.
  t.ok(isReached || /waited .* for a processor/.test(note), `${level?.reached} ${note}`);
});

t.test('burn: a CPU quota is told', CGROUPS, async (t) => {
  const pod = makePodCgroup(t, { cores: 0.2 });
  const { message } = await startAgent(t, order(burn(90), 2_500), { enter: pod.agent }).ended;
  t.match(message, {
    outcome: 'mended',
    effect: { hits: 0, note: /the CPU quota stopped it in \d+ periods/ },
  });
  t.ok((message?.effect?.level?.reached ?? 100) < 30, `${message?.effect?.level?.reached}`);
});

t.test('burn: ends by a signal; nothing runs on after SIGKILL', LINUX, async (t) => {
  const first = startAgent(t, order(burn(10)));
  await first.line('applied');
  first.child.kill('SIGTERM');
  t.match((await first.ended).message, { outcome: 'mended', reason: 'signal', proof: [{ gone: true }] });
  const second = startAgent(t, order(burn(10)));
  await second.line('applied');
  second.child.kill('SIGKILL');
  await second.ended;
  t.notOk(existsSync(`/proc/${second.child.pid}`), 'its threads are gone with it');
  t.match(
    (await startAgent(t, order(burn(10), 500)).ended).message,
    { outcome: 'mended' },
    'and so is its lock',
  );
});

t.test('fill: so many bytes, really there and given back', CGROUPS, async (t) => {
  const pod = makePodCgroup(t, { memoryBytes: 512 * MIB });
  const agent = startAgent(t, order(fillBytes(200)), { enter: pod.agent });
  await agent.line('applied');
  // Not what the kernel counts: its own program takes some of that.
  await agent.line('effect', hasHit);
  const full = pod.usedBytes();
  agent.child.kill('SIGTERM');
  await agent.line('ending');
  const { code, message } = await agent.ended;
  t.equal(code, 0);
  t.match(message, {
    outcome: 'mended',
    reason: 'signal',
    effect: { hits: 200 * MIB, level: { asked: 200 * MIB, reached: 200 * MIB, unit: 'bytes' } },
  });
  t.ok(pod.usedBytes() < full - 195 * MIB, `${full}, then ${pod.usedBytes()}`);
});

t.test("fill: a share of the pod's limit, with what others of it use, slowly", CGROUPS, async (t) => {
  const limit = 400 * MIB;
  const pod = makePodCgroup(t, { memoryBytes: limit });
  const hog = startHog(t, pod, { mib: 60, stepMib: 60, everyMs: 10 });
  await once(hog.stdout!, 'data');
  const fault: Fault = { kind: 'fill-memory', amount: { percent: 70 }, rampMs: 1_500 };
  const begunAtMs = performance.now();
  const agent = startAgent(t, order(fault), { enter: pod.agent });
  await agent.line('applied');
  await until('it to be nearly full', async () => pod.usedBytes() > 0.66 * limit);
  t.ok(performance.now() - begunAtMs > 1_000, 'not at once');
  await agent.line('effect', hasHit);
  const share = (100 * pod.usedBytes()) / limit;
  t.ok(Math.abs(share - 70) <= 5, `the kernel counts ${share} %`);
  agent.child.kill('SIGTERM');
  const { message } = await agent.ended;
  t.match(message, { outcome: 'mended', reason: 'signal', effect: { level: { asked: 70 } } });
  t.ok(Math.abs((message?.effect?.level?.reached ?? 0) - 70) <= 5, `${message?.effect?.level?.reached}`);
  t.ok((message?.effect?.hits ?? 0) > 0);
  t.equal(hog.exitCode, null, 'the other one lives on');
});

t.test(
  'fill: where only its own cgroup is in sight, it puts together what the pod uses',
  { skip: NO_CONTAINER },
  async (t) => {
    const limitBytes = 400 * MIB;
    const pod = makePodCgroup(t, { memoryBytes: limitBytes });
    const program = 'const held = Buffer.alloc(80 << 20, 1); setInterval(() => held[0], 1000)';
    const fault: Fault = {
      kind: 'fill-memory',
      amount: { percent: 70 },
      pod: { limitBytes, sees: 'main', unseenBytes: 0 },
    };
    // No signal reaches it there: it ends by its deadline, two looks later.
    const agent = startAgent(t, order(fault, 12_000), { enter: pod.container(program, 80 * MIB) });
    await agent.line('applied');
    await agent.line('effect', hasHit);
    const share = (100 * pod.usedBytes()) / limitBytes;
    t.ok(Math.abs(share - 70) <= 5, `the kernel counts ${share} %`);
    const { message } = await agent.ended;
    t.match(message, { outcome: 'mended', effect: { level: { asked: 70 } } });
    t.ok(Math.abs((message?.effect?.level?.reached ?? 0) - 70) <= 5, `${message?.effect?.level?.reached}`);
  },
);

t.test('fill: the guard lets go before the OOM killer comes', CGROUPS, async (t) => {
  const pod = makePodCgroup(t, { memoryBytes: 400 * MIB });
  const agent = startAgent(t, order(fillBytes(150)), { enter: pod.agent });
  await agent.line('applied');
  await until('it to be full', async () => pod.usedBytes() > 150 * MIB);
  // So slowly that a guard that is late by half a second is still in time.
  const hog = startHog(t, pod, { mib: 220, stepMib: 5, everyMs: 120 });
  const { code, message } = await agent.ended;
  t.equal(code, 0);
  t.match(message, {
    outcome: 'mended',
    reason: 'guard',
    effect: { hits: 150 * MIB, note: /^the guard let go: .* of the 400 MiB of the agent's cgroup are left$/ },
  });
  await once(hog.stdout!, 'data');
  t.equal(hog.exitCode, null, 'the other one got all that it wanted');
  t.equal(pod.agentOomKills(), 0);
});

t.test('fill: where memory goes too fast for the guard, the agent dies first', CGROUPS, async (t) => {
  const pod = makePodCgroup(t, { memoryBytes: 400 * MIB });
  const agent = startAgent(t, order(fillBytes(200)), { enter: pod.agent });
  await agent.line('applied');
  await until('it to be full', async () => pod.usedBytes() > 200 * MIB);
  const hog = startHog(t, pod, { mib: 220, stepMib: 220, everyMs: 1 });
  const fate = await Promise.race([
    once(hog.stdout!, 'data').then(() => 'full'),
    once(hog, 'exit').then(([, signal]) => String(signal)),
  ]);
  const { signal, message } = await agent.ended;
  t.ok(signal === 'SIGKILL' || message?.reason === 'guard', `${signal} ${message?.reason}`);
  // A kernel that does not wait until a victim's memory is free takes a second one, some milliseconds later.
  t.ok(fate === 'full' || (fate === 'SIGKILL' && pod.agentOomKills() === 1), fate);
});

t.test('fill: what would not fit is refused, and with untilOom the killer comes', CGROUPS, async (t) => {
  const pod = makePodCgroup(t, { memoryBytes: 256 * MIB });
  const refused = await startAgent(t, order(fillBytes(250)), { enter: pod.agent }).ended;
  t.match(refused.message, {
    outcome: 'untouched',
    error: { code: 'CHAOS_REFUSED', message: /room for 250 MiB, got .*--until-oom lifts this/ },
  });
  const all: Fault = { kind: 'fill-memory', amount: { percent: 100 }, untilOom: true };
  const killed = await startAgent(t, order(all), { enter: pod.agent }).ended;
  t.match(killed, { signal: 'SIGKILL', message: undefined });
  t.ok(pod.agentOomKills() >= 1);
});

/** More than any test here writes, in bytes: containers often have 64 MiB of memory for files, which browsers use too. */
const ROOM_BYTES = 512 * MIB;

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > ROOM_BYTES;
}

/** A folder that stands for a volume; on a memory file system where there is one with room, as that is quick. */
function makeVolume(t: Test): Readonly<{ folder: string; env: Readonly<Record<string, string>> }> {
  const place = hasRoom('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(join(place, 'chaos-volume-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, env: { POD_CHAOS_VOLUMES: JSON.stringify({ data: folder }) } };
}

const fillDisk = (mib: number, more: object = {}): Fault => ({
  kind: 'fill-disk',
  volume: 'data',
  bytes: mib * MIB,
  ...more,
});

t.test('disk: a file that is really written, and removed', LINUX, async (t) => {
  const { folder, env } = makeVolume(t);
  const agent = startAgent(t, order(fillDisk(48)), { env });
  await agent.line('applied');
  const file = join(folder, `.pod-chaos-fill-${RUN}`);
  await until('it to be written', async () => statSync(file).blocks * 512 >= 48 * MIB);
  const head = readFileSync(file).subarray(0, 64);
  t.ok(new Set(head).size > 20, 'nothing that could be made shorter');
  agent.child.kill('SIGINT');
  const { code, message } = await agent.ended;
  t.equal(code, 0);
  t.match(message, { outcome: 'mended', effect: { unit: 'bytes', level: { asked: 48 * MIB } } });
  t.ok((message?.effect?.hits ?? 0) >= 48 * MIB);
  t.same(readdirSync(folder), []);
});

t.test('disk: after SIGKILL another agent finds the file and removes it, and no other', LINUX, async (t) => {
  const { folder, env } = makeVolume(t);
  writeFileSync(join(folder, '.pod-chaos-fill-notours'), 'of somebody else');
  const killed = startAgent(t, order(fillDisk(16)), { env });
  await killed.line('applied');
  killed.child.kill('SIGKILL');
  await killed.ended;
  const further = await startAgent(t, { ...order(fillDisk(16)), run: 'zzzz9999' }, { env }).ended;
  t.match(further.message, { outcome: 'untouched', error: { code: 'CHAOS_CONFLICT', message: /abcd1234/ } });
  const end = await startAgent(t, { ...END_ALL, kinds: ['fill-disk'] }, { env }).ended;
  t.equal(end.code, 0);
  t.match(end.message, { outcome: 'mended', proof: [{ gone: true }] });
  t.same(readdirSync(folder), ['.pod-chaos-fill-notours']);
});

t.test(
  "disk: the guard lets go before the volume's limit, and refuses what is beyond it",
  LINUX,
  async (t) => {
    const { folder, env } = makeVolume(t);
    const limited = fillDisk(32, { evictsAtBytes: 64 * MIB });
    const refused = await startAgent(t, order(fillDisk(64, { evictsAtBytes: 64 * MIB })), { env }).ended;
    t.match(refused.message, {
      outcome: 'untouched',
      error: { code: 'CHAOS_REFUSED', message: /beyond which the kubelet evicts the pod; --until-evicted/ },
    });
    const agent = startAgent(t, order(limited), { env });
    await agent.line('applied');
    writeFileSync(join(folder, 'log'), Buffer.alloc(40 * MIB, 1));
    const { message } = await agent.ended;
    t.match(message, { outcome: 'mended', reason: 'guard', effect: { note: /^the guard let go: / } });
    t.same(readdirSync(folder), ['log']);
  },
);

t.test('a signal at any moment of a life leaves nothing', LINUX, async (t) => {
  const { folder, env } = makeVolume(t);
  const MOMENTS = 24;
  const faults = [burn(10), fillBytes(24), fillDisk(24)];
  for (let moment = 0; moment < MOMENTS; moment += faults.length) {
    await Promise.all(
      faults.map(async (fault, index) => {
        const agent = startAgent(t, order(fault, 400), { env });
        // From before Node.js has begun to after the deadline.
        await sleep((moment + index) * 40);
        agent.child.kill('SIGTERM');
        const { signal, message } = await agent.ended;
        const isEarly = signal === 'SIGTERM' && message === undefined;
        const at = `${fault.kind} at ${(moment + index) * 40} ms: ${signal} ${JSON.stringify(message)}`;
        t.ok(isEarly || ['mended', 'untouched'].includes(message?.outcome ?? ''), at);
      }),
    );
    t.same(readdirSync(folder), []);
  }
});
