import t from 'tap';
import { readReport } from '../../src/nodes/follow-probe.ts';

t.test("the report in a probe's log", async (t) => {
  t.equal(readReport('{"event":"sample"}'), undefined);
  t.equal(readReport('half of a li'), undefined);
  t.match(readReport('{"event":"report","connections":[]}'), { connections: [] });
});
