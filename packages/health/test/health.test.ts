import fc from 'fast-check';
import t from 'tap';
import { createHealth, HealthError } from '../src/index.ts';

t.test('a new process is alive and ready', async (t) => {
  t.same(createHealth().status, { liveness: 200, readiness: 200 });
  t.same(createHealth({ readiness: 503 }).status, { liveness: 200, readiness: 503 });
});

t.test('one status can be set without the other', async (t) => {
  const health = createHealth();
  health.set({ liveness: 418 });
  t.same(health.status, { liveness: 418, readiness: 200 });
  health.set({ readiness: 503 });
  t.same(health.status, { liveness: 418, readiness: 503 });
});

t.test('a status that was read does not change later', async (t) => {
  const health = createHealth();
  const read = health.status;
  health.set({ liveness: 418, readiness: 418 });
  t.same(read, { liveness: 200, readiness: 200 });
  t.throws(() => Object.assign(read, { liveness: 500 }), TypeError);
});

t.test('subscribers hear of each change once, until they leave', async (t) => {
  const health = createHealth();
  const heard: string[] = [];
  const listener = (now: { liveness: number }, before: { liveness: number }) => {
    heard.push(`${before.liveness}>${now.liveness}`);
  };
  const leave = health.subscribe(listener);
  health.subscribe(listener);
  health.set({ liveness: 418 });
  health.set({ liveness: 418 });
  t.same(heard, ['200>418', '200>418']);
  leave();
  leave();
  health.set({ liveness: 200 });
  t.same(heard, ['200>418', '200>418', '418>200']);
});

t.test('a status no server can send is refused and changes nothing', async (t) => {
  const health = createHealth();
  t.throws(() => health.set({ liveness: 418, readiness: 1000 }), {
    name: 'HealthError',
    code: 'HEALTH_INVALID_STATUS',
    message: 'readiness must be an HTTP status from 200 to 599, got 1000',
  });
  t.same(health.status, { liveness: 200, readiness: 200 });
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.double(), fc.constantFrom(100, 199, 200, 599, 600)), (value) => {
      const valid = Number.isInteger(value) && value >= 200 && value <= 599;
      try {
        health.set({ liveness: value });
        return valid && health.status.liveness === value;
      } catch (error) {
        return !valid && error instanceof HealthError;
      }
    }),
  );
});
