import { kubeletRules } from '@pod-contagion/lifecycle';
import fc from 'fast-check';
import t from 'tap';
import { podPhase, type PhaseInput } from '../../../src/node/kubelet/pod-phase.ts';
import { asksForAll, restartsAfterEnd } from '../../../src/node/kubelet/restart-decision.ts';
import type { Slot } from '../../../src/node/kubelet/slot.ts';
import type { ContainerStatus, Pod } from '@pod-contagion/api-server/objects';

type State = NonNullable<ContainerStatus['state']>;

const RUNNING: State = { running: {} };
const WAITING: State = { waiting: { reason: 'ContainerCreating' } };
const ended = (exitCode: number): State => ({ terminated: { exitCode } });

function container(
  kind: PhaseInput['kind'],
  state: State,
  { lastState = {}, willRestart = false }: { lastState?: State; willRestart?: boolean } = {},
): PhaseInput {
  const started = state.running !== undefined;
  const status = {
    name: kind,
    image: '',
    imageID: '',
    ready: started,
    restartCount: 0,
    started,
    state,
    lastState,
  };
  return { kind, willRestart, status };
}

t.test('regular containers', async (t) => {
  const phase = (...containers: PhaseInput[]): string => podPhase(containers, false);
  t.equal(phase(container('regular', WAITING)), 'Pending');
  t.equal(phase(container('regular', RUNNING), container('regular', WAITING)), 'Pending');
  t.equal(phase(container('regular', RUNNING), container('regular', ended(1))), 'Running');
  t.equal(phase(container('regular', ended(0)), container('regular', ended(0))), 'Succeeded');
  t.equal(phase(container('regular', ended(0)), container('regular', ended(1))), 'Failed');
  const crashing = container('regular', WAITING, { lastState: ended(1), willRestart: true });
  t.equal(phase(crashing), 'Running', 'back-off is running');
  t.equal(podPhase([crashing], true), 'Failed', 'unless the pod is over');
  t.equal(podPhase([container('regular', WAITING)], true), 'Failed', 'so is what was never started');
});

t.test('init containers', async (t) => {
  const phase = (...containers: PhaseInput[]): string => podPhase(containers, false);
  t.equal(phase(container('init', RUNNING), container('regular', WAITING)), 'Pending');
  t.equal(phase(container('init', ended(1)), container('regular', WAITING)), 'Failed');
  t.equal(
    phase(container('init', ended(1), { willRestart: true }), container('regular', WAITING)),
    'Pending',
  );
  t.equal(phase(container('init', ended(0)), container('regular', RUNNING)), 'Running');
  const removed = { lastState: ended(137), willRestart: true };
  const anew = container('regular', WAITING, removed);
  t.equal(phase(container('init', WAITING, removed), anew), 'Running', 'started anew, all are about to be');
  t.equal(phase(container('init', RUNNING), anew), 'Pending', 'and the init containers are first');
  t.equal(phase(container('sidecar', WAITING), anew), 'Running');
  t.equal(phase(container('sidecar', RUNNING), container('regular', ended(0))), 'Succeeded');
  t.equal(phase(container('ephemeral', ended(1)), container('regular', RUNNING)), 'Running');
});

t.test('property: a pod that is over is Succeeded or Failed, or still stops', async (t) => {
  const state = fc.constantFrom(RUNNING, WAITING, ended(0), ended(1));
  const kind = fc.constantFrom('init', 'sidecar', 'regular', 'ephemeral');
  const made = fc.record({ kind, state, willRestart: fc.boolean() });
  fc.assert(
    fc.property(fc.array(made, { minLength: 1 }), (all) => {
      const containers = all.map((one) => container(one.kind, one.state, one));
      const phase = podPhase(containers, true);
      const runs = all.some((one) => one.kind === 'regular' && one.state === RUNNING);
      return phase === 'Succeeded' || phase === 'Failed' || (phase === 'Running' && runs);
    }),
  );
  t.pass('held');
});

const podOf = (restartPolicy: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {},
  spec: { restartPolicy, containers: [] },
});

const RULES = kubeletRules('1.36');

t.test('restarts: by rule, container or pod', async (t) => {
  const rule = { action: 'Restart', exitCodes: { operator: 'In', values: [42] } };
  const others = { action: 'Restart', exitCodes: { operator: 'NotIn', values: [42] } };
  const regular = (spec: object): Parameters<typeof restartsAfterEnd>[0] => ({
    kind: 'regular',
    spec: { name: 'app', ...spec },
  });
  const never = podOf('Never');
  type Given = Parameters<typeof restartsAfterEnd>;
  const restarts = (slot: Given[0], pod: Pod, exitCode: number, cause: Given[3], version = RULES): boolean =>
    restartsAfterEnd(slot, pod, exitCode, cause, version);
  t.equal(restarts(regular({}), never, 1, 'exit'), false);
  t.equal(restarts(regular({ restartPolicy: 'OnFailure' }), never, 1, 'exit'), true);
  t.equal(restarts(regular({ restartPolicy: 'OnFailure' }), podOf('Always'), 0, 'exit'), false);
  t.equal(restarts(regular({ restartPolicyRules: [rule] }), never, 42, 'exit'), true);
  t.equal(restarts(regular({ restartPolicyRules: [rule] }), never, 1, 'exit'), false);
  t.equal(restarts(regular({ restartPolicyRules: [others] }), never, 1, 'exit'), true);
  t.equal(restarts(regular({ restartPolicyRules: [rule] }), never, 42, 'probe'), false);
  t.equal(restarts(regular({}), podOf('OnFailure'), 0, 'probe'), true, 'a kill by a probe is a failure');
  t.equal(restarts({ kind: 'sidecar', spec: { name: 's' } }, never, 0, 'exit'), true);
  t.equal(restarts({ kind: 'ephemeral', spec: { name: 'e' } }, podOf('Always'), 1, 'exit'), false);
  t.equal(restarts({ kind: 'init', spec: { name: 'i' } }, podOf('Always'), 0, 'exit'), false);
  t.equal(restarts({ kind: 'init', spec: { name: 'i' } }, podOf('OnFailure'), 1, 'exit'), true);
  t.equal(
    restarts({ kind: 'init', spec: { name: 'i', restartPolicy: 'Never' } }, podOf('Always'), 1, 'exit'),
    false,
  );
  const all = { action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [3] } };
  const asking = regular({ restartPolicy: 'Never', restartPolicyRules: [all, rule] });
  t.equal(restarts(asking, never, 3, 'exit'), true);
  t.equal(restarts(asking, never, 42, 'exit'), true);
  t.equal(restarts(asking, never, 4, 'exit'), false);
  t.equal(
    restarts(asking, never, 3, 'exit', kubeletRules('1.20')),
    false,
    'which the older kubelet does not know',
  );
});

t.test('asking for all: the first rule that matches counts', async (t) => {
  const all = { action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [3] } };
  const one = { action: 'Restart', exitCodes: { operator: 'NotIn', values: [0] } };
  const asks = (kind: Slot['kind'], exitCode: number, rules: object[], more: object = {}): boolean => {
    const current = { end: { exitCode }, isEndSeen: true, ...more };
    return asksForAll({ kind, spec: { name: 'a', restartPolicyRules: rules }, current } as never, RULES);
  };
  t.equal(asks('regular', 3, [all, one]), true);
  t.equal(asks('sidecar', 3, [all]), true);
  t.equal(asks('init', 3, [all]), true);
  t.equal(asks('ephemeral', 3, [all]), false);
  t.equal(asks('regular', 3, [one, all]), false);
  t.equal(asks('regular', 4, [all]), false);
  t.equal(asks('regular', 3, [all], { isEndSeen: false }), false);
  t.equal(asks('regular', 3, [all], { end: undefined }), false);
});
