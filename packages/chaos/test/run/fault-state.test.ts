import type { V1ContainerState, V1Pod } from '@kubernetes/client-node';
import t from 'tap';
import type { AgentReport } from '../../src/agent/lines.ts';
import type { AgentSpec } from '../../src/agent/spec.ts';
import { activeIn } from '../../src/run/active.ts';
import { agentContainer } from '../../src/run/agent-container.ts';
import { CLOCK_MARGIN_MS, faultsOf } from '../../src/run/fault-state.ts';
import { ANY_FAULT } from '../testing/scripted-images.ts';

const NOW_MS = Date.parse('2026-11-02T12:00:00Z');
const RUN = 'abcdefgh';
const FAULT: AgentSpec = {
  version: 1,
  order: 'fault',
  run: RUN,
  fault: ANY_FAULT,
  durationMs: 60_000,
  beginBeforeMs: NOW_MS,
};
const END: AgentSpec = { version: 1, order: 'end', run: 'zzzzzzzz', target: RUN };

type Agent = Readonly<{ spec: AgentSpec; state: V1ContainerState }>;

function podWith(agents: readonly Agent[], phase = 'Running'): V1Pod {
  return {
    metadata: { namespace: 'n', name: 'p', uid: 'u' },
    spec: {
      nodeName: 'node-1',
      containers: [],
      ephemeralContainers: agents.map(({ spec }, index) =>
        agentContainer(spec, { name: `pod-chaos-${spec.run}-${index}`, image: 'i' }),
      ),
    },
    status: {
      phase,
      ephemeralContainerStatuses: agents.map(({ spec, state }, index) => ({
        name: `pod-chaos-${spec.run}-${index}`,
        image: 'i',
        imageID: '',
        ready: false,
        restartCount: 0,
        state,
      })),
    },
  };
}

function ended(spec: AgentSpec, report?: Partial<AgentReport>, finishedAtMs = NOW_MS): Agent {
  const all = { event: 'report', run: spec.run, reason: 'asked', proof: [], endedAt: iso(NOW_MS), ...report };
  const startedAt = new Date(NOW_MS - 5_000);
  const message = report === undefined ? undefined : JSON.stringify(all);
  const terminated = { exitCode: 137, startedAt, finishedAt: new Date(finishedAtMs), reason: 'Error' };
  return { spec, state: { terminated: { ...terminated, ...(message === undefined ? {} : { message }) } } };
}

const iso = (ms: number): string => new Date(ms).toISOString();
const running: V1ContainerState = { running: { startedAt: new Date(NOW_MS) } };

function stateOf(agents: readonly Agent[], nowMs = NOW_MS, phase?: string): string | undefined {
  return faultsOf(podWith(agents, phase), nowMs)[0]?.state;
}

t.test('an agent that has not started may begin until its time is over', (t) => {
  const agent = { spec: FAULT, state: { waiting: { reason: 'ErrImagePull' } } };
  t.equal(stateOf([agent]), 'waiting');
  t.equal(stateOf([agent], NOW_MS + CLOCK_MARGIN_MS), 'waiting', 'clocks differ');
  t.equal(stateOf([agent], NOW_MS + CLOCK_MARGIN_MS + 1), 'ended');
  t.equal(stateOf([{ spec: FAULT, state: {} }]), 'waiting');
  t.end();
});

t.test('one that runs is active; one that has proven the end is ended', (t) => {
  t.equal(stateOf([{ spec: FAULT, state: running }]), 'active');
  t.equal(stateOf([ended(FAULT, { outcome: 'mended', proof: [{ what: 'a', gone: true }] })]), 'ended');
  t.equal(stateOf([ended(FAULT, { outcome: 'untouched' })]), 'ended');
  t.end();
});

t.test('one that died, or left something, is an orphan', (t) => {
  t.equal(stateOf([ended(FAULT)]), 'orphaned');
  t.equal(stateOf([ended(FAULT, { outcome: 'left' })]), 'orphaned');
  t.equal(stateOf([ended(FAULT, { outcome: 'mended', proof: [{ what: 'a', gone: false }] })]), 'orphaned');
  t.equal(
    stateOf([ended(FAULT, { outcome: 'mended', run: 'zzzzzzzz' })]),
    'orphaned',
    "another run's report",
  );
  t.end();
});

t.test('an orphan is ended by the proof of another, if that came later and was for it', (t) => {
  const proof = { outcome: 'mended' as const };
  const all: AgentSpec = { version: 1, order: 'end', run: 'zzzzzzzz' };
  for (const end of [END, all]) {
    t.equal(stateOf([ended(FAULT), ended(end, proof)]), 'ended');
    t.equal(stateOf([ended(end, proof), ended(FAULT)]), 'ended', 'the order of the list says nothing');
    t.equal(stateOf([ended(FAULT), ended(end, { ...proof, endedAt: iso(NOW_MS - 1) })]), 'orphaned');
    t.equal(stateOf([ended(FAULT), ended(end, { outcome: 'left' })]), 'orphaned');
    t.equal(stateOf([ended(FAULT), ended(end)]), 'orphaned');
    t.equal(stateOf([ended(FAULT), { spec: end, state: running }]), 'orphaned');
    t.equal(stateOf([{ spec: FAULT, state: running }, ended(end, proof)]), 'active');
  }
  t.equal(stateOf([ended(FAULT), ended({ ...END, target: 'otherrun' }, proof)]), 'orphaned');
  t.end();
});

t.test('a signal leaves nothing, and neither does a pod that has ended', (t) => {
  t.equal(stateOf([ended({ ...FAULT, fault: { kind: 'signal', signal: 'SIGKILL' } })]), 'ended');
  t.equal(stateOf([{ spec: FAULT, state: running }], NOW_MS, 'Failed'), 'ended');
  t.equal(stateOf([ended(FAULT)], NOW_MS, 'Succeeded'), 'ended');
  t.end();
});

t.test('a pod tells what is active in it, since when and until when', (t) => {
  const faults = activeIn(
    podWith([{ spec: FAULT, state: running }, ended(END, { outcome: 'mended' })]),
    NOW_MS,
  );
  t.strictSame(faults, [
    {
      container: `pod-chaos-${RUN}-0`,
      image: 'i',
      run: RUN,
      fault: 'drop, in and out, on eth0',
      spec: ANY_FAULT,
      state: 'active',
      since: '2026-11-02T12:00:00.000Z',
      until: '2026-11-02T12:01:00.000Z',
      pod: { namespace: 'n', name: 'p', uid: 'u' },
      node: 'node-1',
    },
  ]);
  t.end();
});
