import t from 'tap';
import { readFlags, type FlagsTable } from '../src/flags.ts';
import { switchFlag, textFlag } from '../src/kinds-of-flag.ts';

type Flags = Readonly<{ namespace: string | undefined; url: string | undefined; background: boolean }>;

const TABLE: FlagsTable<Flags> = {
  namespace: { ...textFlag('name', 'a name', 'Where.'), short: 'n' },
  url: { ...textFlag('url', 'a URL', 'What.'), positional: true },
  background: { ...switchFlag('Returns at once.'), short: 'b' },
};

const read = (...argv: string[]): Flags => readFlags(TABLE, argv, (message) => new TypeError(message));

t.test('a flag is read by its name, by its letter, or alone', async (t) => {
  const nothing = { namespace: undefined, url: undefined, background: false };
  t.same(read(), nothing);
  for (const argv of [['-n', 'shop'], ['-nshop'], ['-n=shop'], ['--namespace', 'shop'], ['--namespace=shop']])
    t.same(read(...argv), { ...nothing, namespace: 'shop' }, argv.join(' '));
  t.same(read('-bn', 'shop'), { ...nothing, namespace: 'shop', background: true });
  t.same(read('http://a'), { ...nothing, url: 'http://a' });
  t.same(read('--url', 'http://a'), { ...nothing, url: 'http://a' });
  t.same(read('--', '-n=x'), { ...nothing, url: '-n=x' });
});

t.test('what is wrong is said of the flag, however it was written', async (t) => {
  const dash = '; a value that begins with a dash follows after "="';
  for (const [argv, message] of [
    [['-n'], '--namespace expects a name, got nothing'],
    [['-n', '-b'], `--namespace expects a name, got another flag${dash}`],
    [['--namespace', '--background'], `--namespace expects a name, got another flag${dash}`],
    [['--background=yes'], '--background expects no value, got one'],
    [['-n', 'a', '--namespace', 'b'], '--namespace expects to be given once, got it 2 times'],
    [['http://a', 'http://b'], '--url expects to be given once, got it 2 times'],
    [['--space'], 'unknown flag --space: expected one of those that --help lists'],
    [['--namespace='], '--namespace expects a name, got ""'],
  ] as const)
    t.throws(() => read(...argv), new TypeError(message), argv.join(' '));
});
