import type { V1Container } from '@kubernetes/client-node';
import t from 'tap';
import type { AgentSpec } from '../../../src/agent/spec.ts';
import { isOfNode } from '../../../src/run/fault-state.ts';
import { flushPod, lookPod, rehearsalPod } from '../../../src/run/node/node-pod.ts';

const SPEC: AgentSpec = {
  version: 1,
  order: 'fault',
  run: 'abcd1234',
  fault: { kind: 'flush', tables: ['nat'], families: ['ipv4'], deleteChains: true },
  durationMs: 1_000,
};
const OPTIONS = { name: 'one', namespace: 'chaos', node: 'n', image: 'i', netRaw: false, limitMs: 61_500 };

const added = ({ securityContext }: V1Container): readonly string[] =>
  securityContext?.capabilities?.add ?? [];

t.test('no pod has more rights than it needs', async (t) => {
  const probe = { url: 'http://10.0.0.1/', ratePerSecond: 10 };
  const flush = flushPod(SPEC, OPTIONS, probe);
  const rehearsal = rehearsalPod(SPEC, OPTIONS);
  const look = lookPod(SPEC, OPTIONS);
  t.same(
    [flush, look, rehearsal].map(({ spec }) => spec?.hostNetwork ?? false),
    [true, true, false],
  );
  for (const { spec } of [flush, look, rehearsal]) {
    t.match(spec, {
      nodeName: 'n',
      restartPolicy: 'Never',
      activeDeadlineSeconds: 62,
      terminationGracePeriodSeconds: 60,
      automountServiceAccountToken: false,
    });
    t.notOk(spec?.hostPID ?? spec?.hostIPC);
    for (const container of spec?.containers ?? []) {
      t.match(container.securityContext, {
        capabilities: { drop: ['ALL'] },
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      t.notOk(container.securityContext?.privileged);
      t.same(added(container), container.name === 'probe' ? [] : ['NET_ADMIN']);
      if (container.name === 'probe') t.same(container.volumeMounts, undefined);
    }
  }
  t.same(
    flush.spec?.containers.map(({ name }) => name),
    ['probe', 'pod-chaos-abcd1234'],
    'the probe is first',
  );
  const paths = [flush, look, rehearsal].map(({ spec }) =>
    spec?.volumes?.map(({ hostPath }) => hostPath?.path),
  );
  t.same(paths, [
    ['/run/pod-chaos', '/run/xtables.lock'],
    ['/run/pod-chaos', '/run/xtables.lock'],
    ['/run/pod-chaos'],
  ]);
  const raw = flushPod(SPEC, { ...OPTIONS, netRaw: true }, undefined);
  t.same(raw.spec?.containers.map(added), [['NET_ADMIN', 'NET_RAW']]);
  t.same([flush, look, rehearsal].map(isOfNode), [true, false, false], 'only a flush is a fault');
});
