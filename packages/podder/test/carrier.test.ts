import fc from 'fast-check';
import t from 'tap';
import { holds } from './holds.ts';
import { createCarrier, type Carrier } from '../src/carrier.ts';
import type { Course, InfectionAction } from '../src/infection.ts';
import type { Lineage } from '../src/lineage.ts';
import { MAX_DELAY_MS } from '../src/limits.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

const COURSE: Course = { symptomDelayMs: 5000, healthDelayMs: 700, sneezeIntervalMs: 500 };
const LINEAGE: Lineage = { strain: 's', generation: 3, from: 'podder-a' };

type Patient = { clock: ManualClock; carrier: Carrier; done: [number, InfectionAction][] };

function createPatient(course: Course, startMs = 0, then?: (action: InfectionAction) => void): Patient {
  const clock = createManualClock(startMs);
  const done: [number, InfectionAction][] = [];
  const carrier = createCarrier(course, {
    clock,
    act(action) {
      done.push([clock.nowMs(), action]);
      then?.(action);
    },
  });
  return { clock, carrier, done };
}

t.test('everything is done exactly when it is due', async (t) => {
  const { clock, carrier, done } = createPatient(COURSE, 1000);
  t.equal(clock.pending, 0, 'the susceptible wait for nothing');
  clock.runTo(100_000);
  carrier.sneezedOn(LINEAGE);
  t.same(done, [[100_000, 'reportExposed']]);
  t.equal(carrier.infection.state, 'incubating');
  clock.runTo(106_200);
  t.same(done.slice(1), [
    [105_000, 'closeFace'],
    [105_000, 'sneeze'],
    [105_500, 'sneeze'],
    [105_700, 'failHealth'],
    [106_000, 'sneeze'],
  ]);
  t.equal(carrier.infection.state, 'symptomatic');
  t.equal(clock.pending, 1, 'there is one timer, never more');
});

t.test('a second sneeze neither acts nor moves the timer', async (t) => {
  const { clock, carrier, done } = createPatient(COURSE);
  carrier.sneezedOn(LINEAGE);
  clock.runTo(4000);
  carrier.sneezedOn({ ...LINEAGE, strain: 'other' });
  t.equal(clock.delays.length, 1);
  clock.runTo(5000);
  t.same(done, [
    [0, 'reportExposed'],
    [5000, 'closeFace'],
    [5000, 'sneeze'],
  ]);
  t.match(carrier.infection, { lineage: LINEAGE });
});

t.test('an act is told of the infection as it is after the event', async (t) => {
  const clock = createManualClock();
  const states: string[] = [];
  const carrier = createCarrier(COURSE, { clock, act: (_action, { state }) => void states.push(state) });
  carrier.sneezedOn(LINEAGE);
  clock.runTo(5000);
  t.same(states, ['incubating', 'symptomatic', 'symptomatic']);
});

t.test('a timer that fires early is set again and nothing is done before its time', async (t) => {
  const { clock, carrier, done } = createPatient(COURSE);
  carrier.sneezedOn(LINEAGE);
  clock.fireNext(-0.5);
  t.same(done, [[0, 'reportExposed']]);
  t.same(clock.delays, [5000, 1], 'rounded up to a whole millisecond');
  clock.fireNext();
  t.same(done.slice(1), [
    [5000.5, 'closeFace'],
    [5000.5, 'sneeze'],
  ]);
});

t.test('a timer that fires late does everything that is due, once', async (t) => {
  const { clock, carrier, done } = createPatient(COURSE);
  carrier.sneezedOn(LINEAGE);
  clock.fireNext(10_000);
  t.same(done.slice(1), [
    [15_000, 'closeFace'],
    [15_000, 'sneeze'],
    [15_000, 'failHealth'],
  ]);
  clock.runTo(15_999);
  t.same(done.slice(4), [[15_500, 'sneeze']]);
});

t.test('a time already past is waited for with no delay, not a negative one', async (t) => {
  const { clock, carrier } = createPatient(COURSE, 0, (action) => {
    if (action === 'reportExposed') clock.jumpTo(7000);
  });
  carrier.sneezedOn(LINEAGE);
  t.same(clock.delays, [0]);
});

t.test('an outbreak acts at once and its timer replaces the one that was set', async (t) => {
  const { clock, carrier, done } = createPatient(COURSE);
  carrier.sneezedOn(LINEAGE);
  clock.runTo(1000);
  carrier.outbreak({ strain: 'other', generation: 0, from: null });
  t.same(done.slice(1), [
    [1000, 'closeFace'],
    [1000, 'sneeze'],
  ]);
  t.equal(clock.pending, 1);
  clock.runTo(1800);
  t.same(done.slice(3), [
    [1500, 'sneeze'],
    [1700, 'failHealth'],
  ]);
  carrier.outbreak(LINEAGE);
  t.equal(done.length, 5);
});

t.test('once stopped nothing happens any more', async (t) => {
  const { clock, carrier, done } = createPatient(COURSE);
  carrier.sneezedOn(LINEAGE);
  carrier.stop();
  t.equal(clock.pending, 0);
  clock.runTo(20_000);
  carrier.outbreak(LINEAGE);
  carrier.stop();
  t.same(done, [[0, 'reportExposed']]);
  t.equal(carrier.infection.state, 'incubating', 'what it was stays readable');
});

t.test('stopped amid the actions of one event, the rest of them are left out', async (t) => {
  const { clock, carrier, done } = createPatient(COURSE, 0, (action) => {
    if (action === 'closeFace') carrier.stop();
  });
  carrier.sneezedOn(LINEAGE);
  clock.fireNext(10_000);
  t.same(done, [
    [0, 'reportExposed'],
    [15_000, 'closeFace'],
  ]);
  t.equal(clock.pending, 0);
});

t.test('an action may itself infect again without harm', async (t) => {
  const { clock, carrier, done } = createPatient(COURSE, 0, () => carrier.sneezedOn(LINEAGE));
  carrier.sneezedOn(LINEAGE);
  clock.runTo(5000);
  t.equal(done.length, 3);
  t.equal(clock.pending, 1);
});

t.test('after an outbreak the longest delays run from the outbreak', async (t) => {
  const { clock, carrier, done } = createPatient({
    symptomDelayMs: MAX_DELAY_MS,
    healthDelayMs: MAX_DELAY_MS,
    sneezeIntervalMs: MAX_DELAY_MS,
  });
  carrier.sneezedOn(LINEAGE);
  clock.jumpTo(1);
  carrier.outbreak(LINEAGE);
  clock.runTo(1 + MAX_DELAY_MS);
  t.same(done, [
    [0, 'reportExposed'],
    [1, 'closeFace'],
    [1, 'sneeze'],
    [1 + MAX_DELAY_MS, 'sneeze'],
    [1 + MAX_DELAY_MS, 'failHealth'],
  ]);
});

t.test('the sum of two of the longest delays is kept to the millisecond', async (t) => {
  const { clock, carrier, done } = createPatient(
    { symptomDelayMs: MAX_DELAY_MS, healthDelayMs: MAX_DELAY_MS, sneezeIntervalMs: MAX_DELAY_MS },
    0.25,
  );
  carrier.sneezedOn(LINEAGE);
  clock.runTo(1e13);
  t.ok(clock.delays.every((delayMs) => delayMs <= MAX_DELAY_MS && Number.isInteger(delayMs)));
  t.same(
    done.find(([, action]) => action === 'failHealth'),
    [0.25 + 2 * MAX_DELAY_MS, 'failHealth'],
  );
});

t.test('a wait of more than a timer can hold is begun with the longest timer there is', async (t) => {
  const { clock, carrier, done } = createPatient({ ...COURSE, symptomDelayMs: 3 * MAX_DELAY_MS });
  carrier.sneezedOn(LINEAGE);
  clock.fireNext();
  clock.fireNext();
  t.equal(done.length, 1);
  clock.fireNext();
  t.same(clock.delays.slice(0, 3), [MAX_DELAY_MS, MAX_DELAY_MS, MAX_DELAY_MS]);
  t.same(done[1], [3 * MAX_DELAY_MS, 'closeFace']);
});

t.test(
  'property: however early or late timers fire, nothing is early, and one timer is always set',
  async (t) => {
    const course = fc.record({
      symptomDelayMs: fc.nat(3000),
      healthDelayMs: fc.nat(3000),
      sneezeIntervalMs: fc.integer({ min: 1, max: 1000 }),
    });
    const lateness = fc.array(fc.double({ min: -5, max: 2000, noNaN: true }), { maxLength: 40 });
    await holds(
      t,
      fc.property(course, lateness, (course, lateMs) => {
        const { clock, carrier, done } = createPatient(course);
        carrier.sneezedOn(LINEAGE);
        for (const late of lateMs) {
          if (clock.pending !== 1) return false;
          clock.fireNext(late);
        }
        const onsetMs = course.symptomDelayMs + (course.symptomDelayMs < 100 ? 100 : 0);
        const count = (wanted: InfectionAction) => done.filter(([, action]) => action === wanted).length;
        return (
          count('closeFace') <= 1 &&
          count('failHealth') <= 1 &&
          count('reportExposed') === 1 &&
          done.every(([atMs, action]) => {
            if (action === 'reportExposed') return atMs === 0;
            return atMs >= (action === 'failHealth' ? course.symptomDelayMs + course.healthDelayMs : onsetMs);
          })
        );
      }),
    );
  },
);
