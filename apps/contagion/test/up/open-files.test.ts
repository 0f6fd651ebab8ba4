/** Limits of open files, as numbers; start.test.ts has a real one. */
import t from 'tap';
import { checkOpenFiles, openFilesLimit, parseLimit } from '../../src/up/open-files.ts';

t.test('how many files podders need', async (t) => {
  t.doesNotThrow(() => checkOpenFiles(50, 664));
  t.doesNotThrow(() => checkOpenFiles(16, 256), 'what is advised below');
  t.doesNotThrow(() => checkOpenFiles(5_000, Number.POSITIVE_INFINITY));
  t.throws(() => checkOpenFiles(50, 256), {
    code: 'CONTAGION_OPEN_FILES',
    message:
      'expected room for 664 open files, which 50 podders may need, got a limit of 256: type ulimit -n 4096 in a new shell first, or say --replicas 16',
  });
  t.throws(() => checkOpenFiles(1_000, 4_096), { message: /type ulimit -n 16384 .* --replicas 336$/ });
  t.throws(() => checkOpenFiles(1, 20), { message: /--replicas 0$/ });
});

t.test('what a shell says of the limit', async (t) => {
  t.equal(parseLimit('256\n'), 256);
  t.equal(parseLimit('unlimited\n'), Number.POSITIVE_INFINITY);
  t.equal(parseLimit(''), Number.POSITIVE_INFINITY, 'no shell, no limit known');
  t.ok((await openFilesLimit()) >= 64);
});
