import t from 'tap';
import { infectionsThatFit } from '../../src/feed/room.ts';

t.test('an hour of a thousand endless pods is kept where there is room', async (t) => {
  const MiB = 1024 * 1024;
  t.equal(infectionsThatFit(4_096 * MiB), 250_000);
  t.ok(infectionsThatFit(4_096 * MiB) > 228_000);
  t.equal(infectionsThatFit(96 * MiB), 100_000, 'no fewer than ever');
  const some = infectionsThatFit(256 * MiB);
  t.ok(some > 100_000 && some < 250_000, String(some));
  t.ok(infectionsThatFit() >= 100_000);
});
