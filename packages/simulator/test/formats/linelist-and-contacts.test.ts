import t from 'tap';
import { MAX_LINELIST_CASES } from '../../src/formats/limits.ts';
import { contactsCsv, linelistCsv } from '../../src/formats/linelist-and-contacts.ts';
import { FOUR } from '../cases/infections.ts';
import { textOf } from './text.ts';

t.test('four cases, by hand', async (t) => {
  t.same(textOf(linelistCsv(FOUR)).split('\r\n'), [
    'id,infector,date,pod,life,generation,infected_seconds,symptomatic_seconds,ended_seconds',
    'c0,NA,0,7,0,1,0,10,12.75',
    'c1,c0,10,3,0,2,10.001,20.001,22.5',
    'c2,c0,10,5,0,2,10.601,20.601,NA',
    'c3,c1,20,7,1,3,20.1,NA,NA',
    '',
  ]);
  t.equal(textOf(contactsCsv(FOUR)), 'from,to\r\nc0,c1\r\nc0,c2\r\nc1,c3\r\n');
});

t.test('none, and too many', async (t) => {
  t.equal(textOf(contactsCsv(new Set())), 'from,to\r\n');
  const tooMany = Object.assign([], { size: MAX_LINELIST_CASES + 1 });
  for (const format of [linelistCsv, contactsCsv]) {
    t.throws(() => format(tooMany), { code: 'SIMULATOR_TOO_MANY_CASES' });
  }
});
