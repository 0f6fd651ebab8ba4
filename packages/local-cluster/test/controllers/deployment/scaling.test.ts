import fc from 'fast-check';
import t from 'tap';
import { proportionalSizes } from '../../../src/controllers/deployment/scaling.ts';
import type { Deployment, ReplicaSet } from '@pod-contagion/api-server/objects';

function deployment(replicas: number, maxSurge: number): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'generic' },
    spec: {
      replicas,
      selector: {},
      template: {},
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable: 1 } },
    },
  };
}

function replicaSet(name: string, replicas: number, maxReplicas: number): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      creationTimestamp: `2030-01-01T00:00:0${name}Z`,
      annotations: { 'deployment.kubernetes.io/max-replicas': String(maxReplicas) },
    },
    spec: { replicas, selector: {} },
  };
}

function sizes(of: Deployment, ...replicaSets: ReplicaSet[]): Record<string, number> {
  return Object.fromEntries(
    proportionalSizes(of, replicaSets).map(([{ metadata }, size]) => [metadata.name ?? '', size]),
  );
}

t.test('in the middle of a rollout all grow in proportion', async (t) => {
  // The example of Kubernetes' own documentation: 10 replicas, surge 3, scaled to 15.
  t.same(sizes(deployment(15, 3), replicaSet('1', 8, 13), replicaSet('2', 5, 13)), { 1: 11, 2: 7 });
});

t.test('to nothing means all to nothing', async (t) => {
  t.same(sizes(deployment(0, 3), replicaSet('1', 8, 13), replicaSet('2', 5, 13)), { 1: 0, 2: 0 });
});

t.test('what rounding leaves over is more than the largest has', async (t) => {
  const five = ['1', '2', '3', '4', '5'].map((name) => replicaSet(name, 4, 20));
  t.same(sizes(deployment(3, 0), ...five), { 1: 0, 2: 1, 3: 1, 4: 1, 5: 1 });
});

t.test('what is added goes to where it belongs, and no more', async () => {
  const size = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(
      size,
      fc.integer({ min: 0, max: 10 }),
      fc.array(size, { minLength: 2, maxLength: 5 }),
      (...given) => {
        const [replicas, maxSurge, present] = given;
        const before = present.reduce((sum, value) => sum + value, 0);
        const of = deployment(replicas, maxSurge);
        const after = proportionalSizes(
          of,
          present.map((value, index) => replicaSet(String(index + 1), value, before)),
        );
        const total = after.reduce((sum, [, value]) => sum + value, 0);
        const tooMany = total - replicas - maxSurge;
        // The largest bears what rounding makes of all others, and can't be less than none; Kubernetes has it the same.
        const isRight = after[0]?.[1] === 0 ? tooMany >= 0 && tooMany < present.length : tooMany === 0;
        return isRight && after.every(([, value]) => value >= 0);
      },
    ),
  );
});
