import fc from 'fast-check';
import t from 'tap';
import { describeSettings, readCommandLine } from '../src/command-line.ts';
import { PodderError } from '../src/errors.ts';
import { PODDER_SETTINGS, STARTER_SETTINGS, type Setting } from '../src/settings.ts';
import { VERSION } from '../src/version.ts';
import { holds } from './holds.ts';

const DEFAULTS = {
  http: { host: '0.0.0.0', port: 80 },
  health: { host: '0.0.0.0', port: 81 },
  symptomDelayMs: 5000,
  healthDelayMs: 500,
  sneezeIntervalMs: 500,
  sneezeTimeoutMs: 3000,
  maxSneezesInFlight: 16,
  sneezeBreaker: 0,
  startJitterMs: 0,
  death: 'probes',
  lives: '',
  immunity: 'none',
  logLevel: 'info',
};
const read = (argv: string[], env: Record<string, string | undefined> = {}) => {
  const commandLine = readCommandLine(STARTER_SETTINGS, argv, env);
  return commandLine.ask === 'run' ? commandLine.settings : commandLine.ask;
};
const usage = (message: string) => ({ name: 'PodderError', code: 'PODDER_USAGE', message });

t.test('with nothing given, the defaults', async (t) => {
  t.same(readCommandLine(PODDER_SETTINGS, [], {}), { ask: 'run', settings: DEFAULTS });
  t.same(read([]), { ...DEFAULTS, startDelayMs: 10_000, frenzyDurationMs: 2000, strain: '' });
});

t.test('the four spellings of a flag', async (t) => {
  for (const argv of [
    ['-symptomDelay', '7'],
    ['-symptomDelay=7'],
    ['--symptomDelay', '7'],
    ['--symptomDelay=7'],
  ]) {
    t.match(read(argv), { symptomDelayMs: 7 }, argv.join(' '));
  }
});

t.test('the command lines of the original', async (t) => {
  t.match(read(['-symptomDelay=10000', '-healthDelay=0', '-sneezeInterval=600']), {
    symptomDelayMs: 10_000,
    healthDelayMs: 0,
    sneezeIntervalMs: 600,
  });
  t.match(read(['-http', '127.0.0.1:8080', '-health', ':8081']), {
    http: { host: '127.0.0.1', port: 8080 },
    health: { host: '0.0.0.0', port: 8081 },
  });
});

t.test('the next argument is the value, whatever it begins with', async (t) => {
  t.match(read(['-strain', '-x']), { strain: '-x' });
  t.match(read(['-strain', '--healthDelay']), { strain: '--healthDelay' });
  t.match(read(['--strain', '-h']), { strain: '-h' });
  t.match(read(['-strain', '--', '-healthDelay', '1']), { strain: '--', healthDelayMs: 1 });
  t.match(read(['-strain=']), { strain: '' });
  t.match(read(['-strain', '']), { strain: '' });
  t.throws(
    () => read(['-healthDelay', '-5']),
    usage('-healthDelay expects a whole number from 0 to 2147483647, in milliseconds, got "-5"'),
  );
});

t.test('the last of a repeated flag counts', async (t) => {
  t.match(read(['-healthDelay', '1', '--healthDelay=2']), { healthDelayMs: 2 });
});

t.test('variables, which a flag beats and which count as unset where empty', async (t) => {
  const env = {
    PODDER_HTTP: '[::1]:8080',
    PODDER_HEALTH: 'localhost:1',
    PODDER_SYMPTOM_DELAY_MS: '1',
    PODDER_HEALTH_DELAY_MS: '2',
    PODDER_SNEEZE_INTERVAL_MS: '3',
    PODDER_SNEEZE_TIMEOUT_MS: '4',
    PODDER_MAX_SNEEZES_IN_FLIGHT: '5',
    PODDER_SNEEZE_BREAKER: '8',
    PODDER_START_JITTER_MS: '9',
    PODDER_DEATH: 'exit',
    PODDER_LIVES: '/lives',
    PODDER_IMMUNITY: 'learned',
    PODDER_LOG_LEVEL: 'debug',
    PODDER_START_DELAY_MS: '6',
    PODDER_FRENZY_DURATION_MS: '7',
    PODDER_STRAIN: 'x',
    PODDER_UNKNOWN: 'is ignored',
  };
  const settings = {
    http: { host: '::1', port: 8080 },
    health: { host: 'localhost', port: 1 },
    symptomDelayMs: 1,
    healthDelayMs: 2,
    sneezeIntervalMs: 3,
    sneezeTimeoutMs: 4,
    maxSneezesInFlight: 5,
    sneezeBreaker: 8,
    startJitterMs: 9,
    death: 'exit',
    lives: '/lives',
    immunity: 'learned',
    logLevel: 'debug',
    startDelayMs: 6,
    frenzyDurationMs: 7,
    strain: 'x',
  };
  t.same(read([], env), settings);
  t.same(read(['-symptomDelay', '9'], env), { ...settings, symptomDelayMs: 9 });
  t.same(read(['-strain', ''], env), { ...settings, strain: '' }, 'an empty flag is given all the same');
  t.match(read(['-symptomDelay', '9'], { PODDER_SYMPTOM_DELAY_MS: 'not read' }), { symptomDelayMs: 9 });
  t.match(read([], { PODDER_SYMPTOM_DELAY_MS: '', PODDER_HTTP: '' }), DEFAULTS);
  t.match(read([], { PODDER_SYMPTOM_DELAY_MS: undefined }), DEFAULTS);
});

t.test('a wrong value is named with its source, what was expected and what was got', async (t) => {
  const address = 'HOST:PORT, :PORT or [IPV6]:PORT, the port from 0 to 65535';
  const delay = 'a whole number from 0 to 2147483647, in milliseconds';
  const interval = 'a whole number from 1 to 2147483647, in milliseconds';
  const levels = 'one of fatal, error, warn, info, debug, silent';
  const strain = 'up to 64 of the characters A-Z a-z 0-9 . _ -';
  const cases: [string, string, string, string][] = [
    ['http', 'PODDER_HTTP', address, '80'],
    ['health', 'PODDER_HEALTH', address, ':65536'],
    ['symptomDelay', 'PODDER_SYMPTOM_DELAY_MS', delay, '5s'],
    ['healthDelay', 'PODDER_HEALTH_DELAY_MS', delay, '2147483648'],
    ['sneezeInterval', 'PODDER_SNEEZE_INTERVAL_MS', interval, '0'],
    ['sneezeTimeout', 'PODDER_SNEEZE_TIMEOUT_MS', interval, '0.5'],
    ['maxSneezesInFlight', 'PODDER_MAX_SNEEZES_IN_FLIGHT', 'a whole number from 1 to 1000', '1001'],
    ['sneezeBreaker', 'PODDER_SNEEZE_BREAKER', 'a whole number from 0 to 255', '256'],
    ['startJitter', 'PODDER_START_JITTER_MS', delay, '10s'],
    ['death', 'PODDER_DEATH', 'one of probes, exit', 'sword'],
    ['lives', 'PODDER_LIVES', 'an absolute path', 'lives'],
    ['immunity', 'PODDER_IMMUNITY', 'one of none, learned, all', 'herd'],
    ['logLevel', 'PODDER_LOG_LEVEL', levels, 'trace'],
    ['startDelay', 'PODDER_START_DELAY_MS', delay, 'x'],
    ['frenzyDuration', 'PODDER_FRENZY_DURATION_MS', delay, '1e3'],
    ['strain', 'PODDER_STRAIN', strain, 'a "b"'],
  ];
  for (const [flag, env, expected, got] of cases) {
    const tail = `expects ${expected}, got ${JSON.stringify(got)}`;
    t.throws(() => read([`-${flag}`, got]), usage(`-${flag} ${tail}`));
    t.throws(() => read([`--${flag}=${got}`]), usage(`-${flag} ${tail}`));
    t.throws(() => read([], { [env]: got }), usage(`${env} ${tail}`));
  }
  t.same(
    cases.map(([flag]) => flag),
    Object.values<Setting<unknown>>(STARTER_SETTINGS).map(({ flag }) => flag),
    'every setting was tried',
  );
  t.throws(() => read(['-http=']), usage(`-http expects ${address}, got ""`));
});

t.test('arguments that are none', async (t) => {
  const unknown = (flag: string) => usage(`unknown flag ${flag}: expected one of those that -help lists`);
  t.throws(() => read(['-symptomdelay', '5']), unknown('-symptomdelay'));
  t.throws(() => read(['--nope=1']), unknown('-nope'));
  t.throws(() => read(['-x']), unknown('-x'));
  t.throws(() => readCommandLine(PODDER_SETTINGS, ['-strain', 'x'], {}), unknown('-strain'));
  t.throws(() => read(['nonsense']), usage('expected flags only, got "nonsense"'));
  t.throws(() => read(['-healthDelay', '5', '6']), usage('expected flags only, got "6"'));
  t.throws(() => read(['-healthDelay']), usage('-healthDelay expects a value after it, got none'));
  t.throws(() => read(['--healthDelay']), usage('-healthDelay expects a value after it, got none'));
  t.throws(() => read(['-version=1']), { code: 'PODDER_USAGE', message: /^-version expects no value/ });
});

t.test('what went wrong is kept as the cause', async (t) => {
  try {
    read(['-nope']);
    t.fail('it should have thrown');
  } catch (error) {
    t.match(error, { code: 'PODDER_USAGE', cause: { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' } });
  }
});

t.test('asking for help or the version, whatever else is wrong with the values', async (t) => {
  for (const flag of ['-help', '--help', '-h']) t.equal(read([flag]), 'help', flag);
  for (const flag of ['-version', '--version']) t.equal(read([flag]), 'version', flag);
  t.equal(read(['-help', '-version']), 'help');
  t.equal(read(['-symptomDelay', 'x', '-help'], { PODDER_HTTP: 'x' }), 'help');
  t.equal(read(['-version'], { PODDER_HTTP: 'x' }), 'version');
});

t.test('the help lists every flag with its variable, default and meaning', async (t) => {
  const text = describeSettings('starter', 'patient zero', STARTER_SETTINGS);
  t.ok(text.startsWith(`starter ${VERSION}: patient zero\n`));
  for (const setting of Object.values<Setting<unknown>>(STARTER_SETTINGS)) {
    const { flag, valueName, env, help } = setting;
    const fallback = setting.default === '' ? 'empty' : setting.default;
    const entry = `  -${flag} <${valueName}>  (${env}, default ${fallback})\n      ${help}\n`;
    t.ok(text.includes(entry), flag);
  }
  for (const word of ['-help, -h\n', '-version\n', 'milliseconds', 'Exit codes: 0 '])
    t.ok(text.includes(word), word);
  t.ok(text.endsWith('\n'));
  t.notOk(describeSettings('generic', 'x', PODDER_SETTINGS).includes('-strain'));
});

t.test('property: any arguments give settings, an answer or PODDER_USAGE', async (t) => {
  const words = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '-http',
      '--http',
      '-strain',
      '-healthDelay=1',
      '--',
      '-',
      '-h',
      '-version',
      '--no-version',
      '1',
      ':1',
    ),
    fc.string().map((text) => `-${text}`),
    fc.string().map((text) => `-strain=${text}`),
  );
  await holds(
    t,
    fc.property(fc.array(words, { maxLength: 5 }), (argv) => {
      try {
        return read(argv) !== undefined;
      } catch (error) {
        return error instanceof PodderError && error.code === 'PODDER_USAGE' && error.message !== '';
      }
    }),
    { numRuns: 500 },
  );
});

t.test('property: every legal value comes through in every spelling', async (t) => {
  const strains = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/);
  const spellings = fc.constantFrom(
    (value: string) => ['-strain', value],
    (value: string) => ['--strain', value],
    (value: string) => [`-strain=${value}`],
    (value: string) => [`--strain=${value}`],
  );
  await holds(
    t,
    fc.property(strains, spellings, (strain, spell) => {
      const settings = read([...spell(strain), '-healthDelay', '1']);
      return typeof settings !== 'string' && settings.strain === strain && settings.healthDelayMs === 1;
    }),
  );
});
