import t from 'tap';
import * as COUNT from '../../src/engine/count.ts';
import { PLACE_OF } from '../../src/engine/place-of.ts';
import * as PHASE from '../../src/engine/phase.ts';

t.test('a phase is counted at its own number, and nothing else is', async (t) => {
  const phases = Object.entries(PHASE);
  t.equal(phases.length, 8);
  for (const [name, number] of phases) t.equal(PLACE_OF[name as keyof typeof PHASE], number, name);
  const places = Object.values(PLACE_OF);
  t.equal(new Set(places).size, places.length);
  t.equal(Math.max(...places), COUNT.events, 'the last one, by which memory is set aside');
});
