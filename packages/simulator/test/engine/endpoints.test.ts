import t from 'tap';
import { Endpoints } from '../../src/engine/endpoints.ts';
import { LISTED, WANTED } from '../../src/engine/pods.ts';
import { Sequence } from '../../src/engine/random.ts';

const PODS = 1_000;

/** Endpoints of which every so-many-th pod is listed. */
function listing(every: number): Endpoints {
  const state = Uint8Array.from({ length: PODS }, (_, pod) => (pod % every === 0 ? LISTED | WANTED : 0));
  const endpoints = new Endpoints(state, 1_000);
  endpoints.reset(Math.ceil(PODS / every));
  return endpoints;
}

for (const every of [1, 2, 3, 10]) {
  t.test(`choosing many, where one in ${every} is listed, is choosing one after the other`, async (t) => {
    const [one, many] = [listing(every), listing(every)];
    const [first, second] = [new Sequence(7), new Sequence(7)];
    const targets = new Int32Array(32);
    for (let turn = 0; turn < 20; turn++) {
      many.chooseEach(second, targets, 1 + turn);
      for (let index = 0; index <= turn; index++) t.equal(targets[index], one.choose(first));
    }
    t.ok(targets.subarray(0, 20).every((pod) => pod % every === 0));
  });
}

t.test('nobody is chosen where nobody is listed', async (t) => {
  const endpoints = new Endpoints(new Uint8Array(PODS), 1_000);
  endpoints.reset(0);
  const targets = new Int32Array(2);
  endpoints.chooseEach(new Sequence(7), targets, 2);
  t.strictSame([...targets, endpoints.choose(new Sequence(7))], [-1, -1, -1]);
});
