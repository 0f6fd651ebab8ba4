import fc from 'fast-check';
import t from 'tap';
import { holds } from './holds.ts';
import {
  advance,
  ANSWER_GRACE_MS,
  nextDueAtMs,
  SUSCEPTIBLE,
  type Course,
  type Infection,
  type InfectionAction,
  type InfectionEvent,
} from '../src/infection.ts';
import type { Lineage } from '../src/lineage.ts';

const COURSE: Course = { symptomDelayMs: 5000, healthDelayMs: 500, sneezeIntervalMs: 500 };
const LINEAGE: Lineage = { strain: 's', generation: 3, from: 'podder-a' };
const OTHER: Lineage = { strain: 'other', generation: 9, from: null };

type Step = {
  event: InfectionEvent;
  before: Infection;
  after: Infection;
  actions: readonly InfectionAction[];
};

/** Feeds the events one after the other; what goes in is frozen, so a mutation of it would throw. */
function live(events: readonly InfectionEvent[], course: Course): Step[] {
  let infection = SUSCEPTIBLE;
  Object.freeze(course);
  return events.map((event) => {
    if (event.type !== 'timePassed') Object.freeze(event.lineage);
    const before = Object.freeze(infection);
    const { infection: after, actions } = advance(before, Object.freeze(event), course);
    infection = after;
    return { event, before, after, actions };
  });
}

const delay = (max: number) =>
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 150 }), fc.integer({ min: 0, max }));
const courses: fc.Arbitrary<Course> = fc.record({
  symptomDelayMs: delay(20_000),
  healthDelayMs: delay(5000),
  sneezeIntervalMs: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 2000 })),
});
const gaps = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 2000 }) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 300, noNaN: true }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 100_000 }) },
);
const lineages: fc.Arbitrary<Lineage> = fc.record({
  strain: fc.constantFrom('a', 'b'),
  generation: fc.nat(5),
  from: fc.constantFrom(null, 'podder-a'),
});

/** Events of the given types at rising times. */
function events(types: readonly InfectionEvent['type'][]): fc.Arbitrary<InfectionEvent[]> {
  const one = fc.record({ type: fc.constantFrom(...types), gap: gaps, lineage: lineages });
  return fc
    .tuple(fc.integer({ min: 0, max: 1_800_000_000_000 }), fc.array(one, { maxLength: 60 }))
    .map(([startMs, steps]) => {
      let atMs = startMs;
      return steps.map(({ type, gap, lineage }) => {
        atMs += gap;
        return type === 'timePassed' ? { type, atMs } : { type, atMs, lineage };
      });
    });
}
const anyEvents = events(['timePassed', 'timePassed', 'timePassed', 'sneezedOn', 'outbreak']);
const noOutbreak = events(['timePassed', 'timePassed', 'timePassed', 'sneezedOn']);
const RANK = { susceptible: 0, incubating: 1, symptomatic: 2 };

t.test('an infection with the original delays, event by event', async (t) => {
  const exposed = advance(SUSCEPTIBLE, { type: 'sneezedOn', atMs: 1000, lineage: LINEAGE }, COURSE);
  t.same(exposed, {
    infection: {
      state: 'incubating',
      lineage: LINEAGE,
      exposedAtMs: 1000,
      symptomaticAtMs: 6000,
      unhealthyAtMs: 6500,
      unhealthy: false,
      nextSneezeAtMs: 6000,
    },
    actions: ['reportExposed'],
  });
  let { infection } = exposed;
  const told: [number, readonly InfectionAction[], number | undefined][] = [];
  for (const atMs of [5999, 6000, 6001, 6500, 6999.5, 7000]) {
    const next = advance(infection, { type: 'timePassed', atMs }, COURSE);
    ({ infection } = next);
    told.push([atMs, next.actions, nextDueAtMs(infection)]);
  }
  t.same(told, [
    [5999, [], 6000],
    [6000, ['closeFace', 'sneeze'], 6500],
    [6001, [], 6500],
    [6500, ['sneeze', 'failHealth'], 7000],
    [6999.5, [], 7000],
    [7000, ['sneeze'], 7500],
  ]);
});

t.test(
  'where the symptom delay is under 100 ms, face and sneeze wait 100 ms more, the probes do not',
  async (t) => {
    const at = (symptomDelayMs: number, healthDelayMs: number) => {
      const course = { symptomDelayMs, healthDelayMs, sneezeIntervalMs: 50 };
      const { infection, actions } = advance(
        SUSCEPTIBLE,
        { type: 'sneezedOn', atMs: 10_000, lineage: LINEAGE },
        course,
      );
      t.not(infection.state, 'susceptible');
      return infection.state === 'susceptible'
        ? []
        : [infection.symptomaticAtMs - 10_000, infection.unhealthyAtMs - 10_000, actions];
    };
    t.equal(ANSWER_GRACE_MS, 100);
    t.same(at(0, 500), [100, 500, ['reportExposed']]);
    t.same(at(99, 1), [199, 100, ['reportExposed']]);
    t.same(at(100, 1), [100, 101, ['reportExposed']]);
    t.same(at(101, 0), [101, 101, ['reportExposed']]);
    t.same(at(0, 0), [100, 0, ['reportExposed', 'failHealth']], 'the probes fail at once');
  },
);

t.test('after a stall there is one sneeze, and the rhythm starts anew', async (t) => {
  const { infection } = advance(SUSCEPTIBLE, { type: 'sneezedOn', atMs: 0, lineage: LINEAGE }, COURSE);
  const late = advance(infection, { type: 'timePassed', atMs: 60_000 }, COURSE);
  t.same(late.actions, ['closeFace', 'sneeze', 'failHealth']);
  t.equal(nextDueAtMs(late.infection), 60_500);
  const slightlyLate = advance(late.infection, { type: 'timePassed', atMs: 60_600 }, COURSE);
  t.same(slightlyLate.actions, ['sneeze']);
  t.equal(nextDueAtMs(slightlyLate.infection), 61_100, 'the next is a whole interval after it');
});

t.test('an outbreak in each state', async (t) => {
  const outbreak: InfectionEvent = { type: 'outbreak', atMs: 2000, lineage: OTHER };
  const zero = advance(SUSCEPTIBLE, outbreak, COURSE);
  t.same(zero.actions, ['reportExposed', 'closeFace', 'sneeze']);
  t.same(zero.infection, {
    state: 'symptomatic',
    lineage: OTHER,
    exposedAtMs: 2000,
    symptomaticAtMs: 2000,
    unhealthyAtMs: 2500,
    unhealthy: false,
    nextSneezeAtMs: 2500,
  });
  const { infection: incubating } = advance(
    SUSCEPTIBLE,
    { type: 'sneezedOn', atMs: 0, lineage: LINEAGE },
    COURSE,
  );
  const early = advance(incubating, outbreak, COURSE);
  t.same(early.actions, ['closeFace', 'sneeze']);
  t.match(early.infection, {
    state: 'symptomatic',
    lineage: LINEAGE,
    exposedAtMs: 0,
    symptomaticAtMs: 2000,
    unhealthyAtMs: 2500,
  });
  const again = advance(early.infection, { ...outbreak, atMs: 2001 }, COURSE);
  t.same(again.actions, []);
  t.equal(again.infection, early.infection);
});

t.test('an outbreak keeps probes that fail already, and never makes them fail later', async (t) => {
  const course = { symptomDelayMs: 10, healthDelayMs: 0, sneezeIntervalMs: 50 };
  const { infection } = advance(SUSCEPTIBLE, { type: 'sneezedOn', atMs: 0, lineage: LINEAGE }, course);
  const ill = advance(infection, { type: 'timePassed', atMs: 20 }, course);
  t.same(ill.actions, ['failHealth']);
  t.equal(ill.infection.state, 'incubating');
  const out = advance(ill.infection, { type: 'outbreak', atMs: 30, lineage: OTHER }, course);
  t.same(out.actions, ['closeFace', 'sneeze']);
  t.match(out.infection, { unhealthy: true, unhealthyAtMs: 10 });
});

t.test('patient zero with no health delay fails its probes at once', async (t) => {
  const course = { ...COURSE, healthDelayMs: 0 };
  const { actions } = advance(SUSCEPTIBLE, { type: 'outbreak', atMs: 0, lineage: OTHER }, course);
  t.same(actions, ['reportExposed', 'closeFace', 'sneeze', 'failHealth']);
});

t.test('time passes over the susceptible', async (t) => {
  const { infection, actions } = advance(SUSCEPTIBLE, { type: 'timePassed', atMs: 1e12 }, COURSE);
  t.equal(infection, SUSCEPTIBLE);
  t.same(actions, []);
  t.equal(nextDueAtMs(SUSCEPTIBLE), undefined);
});

t.test('property: the state only ever goes on, and nothing that goes in is changed', async (t) => {
  await holds(
    t,
    fc.property(anyEvents, courses, (happened, course) =>
      live(happened, course).every(({ before, after }) => RANK[after.state] >= RANK[before.state]),
    ),
  );
});

t.test('property: only the first exposure counts', async (t) => {
  await holds(
    t,
    fc.property(anyEvents, courses, (happened, course) => {
      const steps = live(happened, course);
      const first = happened.find((event) => event.type !== 'timePassed');
      const reports = steps.flatMap(({ actions }) => actions).filter((action) => action === 'reportExposed');
      const last = steps.at(-1)?.after ?? SUSCEPTIBLE;
      if (first === undefined) return last.state === 'susceptible' && reports.length === 0;
      return (
        reports.length === 1 &&
        last.state !== 'susceptible' &&
        last.lineage === first.lineage &&
        last.exposedAtMs === first.atMs
      );
    }),
  );
});

t.test('property: being sneezed on once infected changes nothing at all', async (t) => {
  await holds(
    t,
    fc.property(anyEvents, courses, (happened, course) =>
      live(happened, course).every(
        ({ event, before, after, actions }) =>
          event.type !== 'sneezedOn' ||
          before.state === 'susceptible' ||
          (after === before && actions.length === 0),
      ),
    ),
  );
});

t.test('property: the face closes once, before the first sneeze, and the probes fail once', async (t) => {
  await holds(
    t,
    fc.property(anyEvents, courses, (happened, course) => {
      const steps = live(happened, course);
      const actions = steps.flatMap((step) => step.actions);
      const count = (wanted: InfectionAction) => actions.filter((action) => action === wanted).length;
      const last = steps.at(-1)?.after ?? SUSCEPTIBLE;
      const sneezed = actions.indexOf('sneeze');
      return (
        count('closeFace') === (last.state === 'symptomatic' ? 1 : 0) &&
        count('failHealth') === (last.state !== 'susceptible' && last.unhealthy ? 1 : 0) &&
        (sneezed < 0 || (actions.indexOf('closeFace') >= 0 && actions.indexOf('closeFace') < sneezed)) &&
        (actions.length === 0 || actions[0] === 'reportExposed')
      );
    }),
  );
});

t.test('property: without an outbreak nothing happens before its time', async (t) => {
  await holds(
    t,
    fc.property(noOutbreak, courses, (happened, course) => {
      const { symptomDelayMs, healthDelayMs } = course;
      const onsetMs = symptomDelayMs < 100 ? symptomDelayMs + 100 : symptomDelayMs;
      const exposedAtMs = happened.find(({ type }) => type === 'sneezedOn')?.atMs ?? Infinity;
      return live(happened, course).every(({ event, actions }) => {
        const symptomsDue = event.atMs >= exposedAtMs + onsetMs;
        return actions.every(
          (action) =>
            action === 'reportExposed' ||
            (action === 'failHealth'
              ? event.atMs >= exposedAtMs + symptomDelayMs + healthDelayMs
              : symptomsDue),
        );
      });
    }),
  );
});

t.test('property: what is due is done when time passes', async (t) => {
  await holds(
    t,
    fc.property(noOutbreak, courses, (happened, course) => {
      const onsetMs = course.symptomDelayMs < 100 ? course.symptomDelayMs + 100 : course.symptomDelayMs;
      const exposedAtMs = happened.find(({ type }) => type === 'sneezedOn')?.atMs ?? Infinity;
      return live(happened, course).every(({ event, after }) => {
        if (event.type !== 'timePassed' || after.state === 'susceptible') return true;
        return (
          (after.state === 'symptomatic') === event.atMs >= exposedAtMs + onsetMs &&
          after.unhealthy === event.atMs >= exposedAtMs + course.symptomDelayMs + course.healthDelayMs
        );
      });
    }),
  );
});

t.test('property: after time passed, what is next due lies ahead', async (t) => {
  await holds(
    t,
    fc.property(anyEvents, courses, (happened, course) =>
      live(happened, course).every(({ event, after }) => {
        const dueAtMs = nextDueAtMs(after);
        if (dueAtMs === undefined) return after.state === 'susceptible';
        return event.type !== 'timePassed' || dueAtMs > event.atMs;
      }),
    ),
  );
});

t.test('property: sneezes are at least an interval apart, however late events come', async (t) => {
  await holds(
    t,
    fc.property(anyEvents, courses, (happened, course) => {
      const atMs: number[] = [];
      for (const { event, actions } of live(happened, course)) {
        const sneezes = actions.filter((action) => action === 'sneeze').length;
        if (sneezes > 1) return false;
        if (sneezes === 1) atMs.push(event.atMs);
      }
      return atMs.every(
        (time, index) => index === 0 || time - (atMs[index - 1] ?? NaN) >= course.sneezeIntervalMs,
      );
    }),
  );
});

t.test('property: a sneeze that is due on time comes exactly an interval after the one before', async (t) => {
  await holds(
    t,
    fc.property(
      courses,
      fc.integer({ min: 0, max: 1e12 }),
      fc.integer({ min: 1, max: 40 }),
      (course, startMs, n) => {
        let { infection } = advance(
          SUSCEPTIBLE,
          { type: 'sneezedOn', atMs: startMs, lineage: LINEAGE },
          course,
        );
        const sneezedAtMs: number[] = [];
        while (sneezedAtMs.length < n) {
          const atMs = nextDueAtMs(infection) ?? NaN;
          const next = advance(infection, { type: 'timePassed', atMs }, course);
          ({ infection } = next);
          if (next.actions.length === 0) return false;
          if (next.actions.includes('sneeze')) sneezedAtMs.push(atMs);
        }
        const onsetMs = course.symptomDelayMs < 100 ? course.symptomDelayMs + 100 : course.symptomDelayMs;
        return sneezedAtMs.every(
          (atMs, index) => atMs === startMs + onsetMs + index * course.sneezeIntervalMs,
        );
      },
    ),
  );
});

t.test('property: an event that is older than what happened takes nothing back', async (t) => {
  await holds(
    t,
    fc.property(anyEvents, courses, fc.integer({ min: 1, max: 1e6 }), (happened, course, agoMs) => {
      const last = live(happened, course).at(-1);
      if (last === undefined) return true;
      const old = { type: 'timePassed', atMs: last.event.atMs - agoMs } as const;
      const { infection, actions } = advance(last.after, old, course);
      // What was due before but was not asked for by a timePassed may still come, but nothing is undone.
      return last.event.type === 'timePassed'
        ? infection === last.after && actions.length === 0
        : RANK[infection.state] >= RANK[last.after.state];
    }),
  );
});
