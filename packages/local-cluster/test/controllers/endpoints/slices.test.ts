import fc from 'fast-check';
import t from 'tap';
import {
  MAX_ENDPOINTS_PER_SLICE,
  planSlices,
  type Endpoint,
  type Group,
  type SlicePlan,
} from '../../../src/controllers/endpoints/slices.ts';
import type { EndpointSlice } from '@pod-contagion/api-server/objects';

const PORTS = [{ name: 'http', port: 8080, protocol: 'TCP' }];

function endpoint(uid: string, ready = true): Endpoint {
  return {
    addresses: [`127.0.0.${uid}`],
    conditions: { ready, serving: ready, terminating: false },
    targetRef: { kind: 'Pod', name: `pod-${uid}`, uid },
  };
}

function group(count: number, unready: readonly number[] = [], ports = PORTS): Group {
  const endpoints = Array.from({ length: count }, (_, index): [string, Endpoint] => [
    String(index),
    endpoint(String(index), !unready.includes(index)),
  ]);
  return { ports, endpoints: new Map(endpoints) };
}

let made = 0;

function applied(plan: SlicePlan, slices: readonly EndpointSlice[]): EndpointSlice[] {
  const updated = new Map(plan.update.map(({ slice, endpoints }) => [slice, endpoints]));
  const kept = slices
    .filter((slice) => !plan.remove.includes(slice))
    .map((slice) =>
      Object.assign({}, slice, { endpoints: [...(updated.get(slice) ?? slice.endpoints ?? [])] }),
    );
  const created = plan.create.map(({ ports, endpoints }): EndpointSlice => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `slice-${made++}` },
    addressType: 'IPv4',
    ports: [...ports],
    endpoints: [...endpoints],
  }));
  return [...kept, ...created];
}

function writes({ create, update, remove }: SlicePlan): number[] {
  return [create.length, update.length, remove.length];
}

t.test('slices of at most 100', async (t) => {
  const slices = applied(planSlices([group(250)], []), []);
  t.same(
    slices.map(({ endpoints }) => endpoints?.length),
    [100, 100, 50],
  );
});

t.test('only the slice that changes is written', async (t) => {
  const slices = applied(planSlices([group(250)], []), []);
  t.same(writes(planSlices([group(250)], slices)), [0, 0, 0]);
  const plan = planSlices([group(250, [120])], slices);
  t.same(writes(plan), [0, 1, 0]);
  t.equal(plan.update[0]?.slice, slices[1]);
});

t.test('new endpoints fill what is there', async (t) => {
  const slices = applied(planSlices([group(250)], []), []);
  t.same(writes(planSlices([group(300)], slices)), [0, 1, 0]);
  t.same(writes(planSlices([group(301)], slices)), [1, 0, 0], 'too many for the room left: one new slice');
});

t.test('a Service without endpoints has one empty slice', async (t) => {
  const empty = applied(planSlices([], []), []);
  t.match(empty, [{ ports: [], endpoints: [] }]);
  t.same(writes(planSlices([], empty)), [0, 0, 0]);
  const filled = applied(planSlices([group(3)], empty), empty);
  t.match(filled, [{ ports: PORTS, endpoints: { length: 3 } }]);
  t.match(applied(planSlices([], filled), filled), [{ ports: [], endpoints: [] }]);
});

t.test('pods with other ports have slices of their own', async (t) => {
  const other = [{ name: 'http', port: 9090, protocol: 'TCP' }];
  const plan = planSlices([group(2), { ports: other, endpoints: new Map([['x', endpoint('9')]]) }], []);
  t.same(writes(plan), [2, 0, 0]);
});

t.test('after any sequence of changes the slices hold exactly what is wanted', async () => {
  const wanted = fc.uniqueArray(fc.tuple(fc.nat(400), fc.boolean()), {
    selector: ([uid]) => uid,
    maxLength: 400,
  });
  fc.assert(
    fc.property(fc.array(wanted, { minLength: 1, maxLength: 6 }), (steps) => {
      let slices: EndpointSlice[] = [];
      for (const step of steps) {
        const endpoints = new Map(
          step.map(([uid, ready]): [string, Endpoint] => [String(uid), endpoint(String(uid), ready)]),
        );
        const groups = endpoints.size > 0 ? [{ ports: PORTS, endpoints }] : [];
        slices = applied(planSlices(groups, slices), slices);
        const listed = slices.flatMap((slice) => slice.endpoints ?? []);
        const seen = new Map(listed.map((each) => [each.targetRef?.uid, each.conditions?.ready]));
        const isExact =
          listed.length === step.length && step.every(([uid, ready]) => seen.get(String(uid)) === ready);
        if (!isExact || slices.some((slice) => (slice.endpoints ?? []).length > MAX_ENDPOINTS_PER_SLICE)) {
          return false;
        }
        if (planSlices(groups, slices).update.length > 0) return false;
      }
      return slices.length > 0;
    }),
    { numRuns: 50 },
  );
});
