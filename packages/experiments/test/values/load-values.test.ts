import t from 'tap';
import { loadValues, readTyped } from '../../src/values/load-values.ts';

t.test('from the file, the environment and the command line', async (t) => {
  const env = { PORT: '81', TOKEN: 'hidden', OFF: 'no', DATA: '{"a":[1]}' };
  const { configuration, secrets } = loadValues(
    {
      configuration: {
        plain: 'x',
        port: { type: 'env', key: 'PORT', env_var_type: 'int' },
        off: { type: 'env', key: 'OFF', env_var_type: 'bool' },
        data: { type: 'env', key: 'DATA', env_var_type: 'json' },
        fallback: { type: 'env', key: 'NONE', default: 5 },
        typed: { type: 'env', key: 'NONE', default: '5', env_var_type: 'int' },
        asked: { type: 'probe', provider: { type: 'http' } },
        given: { type: 'env', key: 'NONE' },
      },
      secrets: { group: { token: { type: 'env', key: 'TOKEN' }, inline: 'there' } },
    },
    env,
    { given: 7, extra: 'y' },
  );
  t.same(configuration, {
    plain: 'x',
    port: 81,
    off: false,
    data: { a: [1] },
    fallback: 5,
    typed: 5,
    asked: { type: 'probe', provider: { type: 'http' } },
    given: 7,
    extra: 'y',
  });
  t.same(secrets, { group: { token: 'hidden', inline: 'there' } });
});

t.test('what is missing or no such value is told, and never what it is', async (t) => {
  const missing = { configuration: { a: { type: 'env', key: 'NONE' } } };
  t.throws(() => loadValues(missing, {}), {
    code: 'EXPERIMENT_VARIABLE',
    message: /configuration\.a: .*NONE/,
  });
  const secret = { secrets: { g: { t: { type: 'env', key: 'NONE', default: 'x' } } } };
  t.throws(
    () => loadValues(secret, {}),
    { code: 'EXPERIMENT_VARIABLE', message: /secrets\.g\.t/ },
    'no default for secrets',
  );
  for (const [text, type] of [
    ['hidden', 'int'],
    ['1.5', 'int'],
    ['hidden', 'float'],
    ['{', 'json'],
    ['hidden', 'bytes'],
  ] as const) {
    try {
      readTyped('a', text, type);
      t.fail(type);
    } catch (error) {
      t.match(error, { code: 'EXPERIMENT_VARIABLE' });
      t.notMatch((error as Error).message, 'hidden');
    }
  }
});
