import t from 'tap';
import { endingOf } from '../../src/files/ending-of.ts';

t.test('by the end of the name, the longer ones first', async (t) => {
  const endings = ['.contacts.csv', '.csv'] as const;
  t.equal(endingOf('cases', 'a/b.csv', endings), '.csv');
  t.equal(endingOf('cases', 'a/b.contacts.CSV', endings), '.contacts.csv');
  t.throws(() => endingOf('cases', 'csv', endings), {
    code: 'CONTAGION_USAGE',
    message: '--cases expects a file that ends with .contacts.csv or .csv, got "csv"',
  });
});
