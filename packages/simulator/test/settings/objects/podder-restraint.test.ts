import t from 'tap';
import { STARTER_SETTINGS } from '../../../../podder/src/settings.ts';
import { JsonField } from '../../../src/settings/objects/json-field.ts';
import { readRestraint, RESTRAINTS } from '../../../src/settings/objects/podder-restraint.ts';

const read = (value: object) => readRestraint(new JsonField(value, 'Pod a', 'spec.containers[0]'));

t.test(
  'flags and variables are those of packages/podder, and none of them does anything by itself',
  async (t) => {
    for (const [name, { flag, variable, most }] of Object.entries(RESTRAINTS)) {
      const setting = STARTER_SETTINGS[name as keyof typeof RESTRAINTS];
      t.match(setting, { flag, env: variable, default: '0' });
      t.equal(setting.parse(String(most)), most);
    }
  },
);

t.test('what is said of them', async (t) => {
  t.same(read({}), {});
  const env = [
    { name: 'PODDER_START_JITTER_MS', value: '20000' },
    { name: 'PODDER_SNEEZE_BREAKER', value: '3' },
  ];
  t.same(read({ env }), { startJitterMs: 20_000, sneezeBreaker: 3 });
  t.same(read({ env, args: ['-startJitter=0', '-sneezeBreaker', '1'] }), { sneezeBreaker: 1 });
});

t.test('what is refused', async (t) => {
  const message = (value: object): string => {
    try {
      return JSON.stringify(read(value));
    } catch (error) {
      return (error as Error).message;
    }
  };
  t.match(
    message({ args: ['-startJitter=1s'] }),
    'expected a whole number from 0 to 1048576 for -startJitter, got "1s"',
  );
  t.match(message({ args: ['-startJitter=1048577'] }), 'expected a whole number from 0 to 1048576');
  t.match(
    message({ env: [{ name: 'PODDER_SNEEZE_BREAKER', value: '256' }] }),
    'expected a whole number from 0 to 255 for PODDER_SNEEZE_BREAKER, got "256"',
  );
});
