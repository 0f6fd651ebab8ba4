import fc from 'fast-check';
import t from 'tap';
import { fenceposts } from '../../../src/controllers/deployment/fenceposts.ts';
import type { Deployment } from '@pod-contagion/api-server/objects';

function deployment(
  replicas: number,
  maxSurge: number | string,
  maxUnavailable: number | string,
): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'generic' },
    spec: {
      replicas,
      selector: {},
      template: {},
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
    },
  };
}

t.test('surge rounds up, unavailability rounds down', async (t) => {
  t.same(fenceposts(deployment(50, '25%', '25%')), { maxSurge: 13, maxUnavailable: 12 });
  t.same(fenceposts(deployment(1, '25%', '25%')), { maxSurge: 1, maxUnavailable: 0 });
  t.same(fenceposts(deployment(10, 3, 2)), { maxSurge: 3, maxUnavailable: 2 });
});

t.test('a rollout can always move', async (t) => {
  t.same(fenceposts(deployment(2, '0%', '1%')), { maxSurge: 0, maxUnavailable: 1 });
  const limit = fc.oneof(
    fc.integer({ min: 0, max: 20 }),
    fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), limit, limit, (replicas, surge, unavailable) => {
      const { maxSurge, maxUnavailable } = fenceposts(deployment(replicas, surge, unavailable));
      return maxSurge + maxUnavailable > 0 && maxUnavailable <= replicas;
    }),
  );
});

t.test('Recreate allows no surge', async (t) => {
  const recreated = deployment(5, 3, 2);
  if (recreated.spec !== undefined) recreated.spec.strategy = { type: 'Recreate' };
  t.same(fenceposts(recreated), { maxSurge: 0, maxUnavailable: 0 });
});
