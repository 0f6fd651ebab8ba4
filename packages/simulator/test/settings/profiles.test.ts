import t from 'tap';
import { createModel } from '../../src/settings/create-model.ts';
import { PROFILES, type ProfileName } from '../../src/settings/profiles.ts';

t.test('every profile is a machine that settings take', async (t) => {
  for (const [name, { description, machine, kubeletVersion }] of Object.entries(PROFILES)) {
    t.ok(description.length > 10, name);
    const model = createModel({ pods: 1, profile: name as ProfileName, ...machine });
    t.same(model.machine, machine);
    t.equal(model.rules.version, kubeletVersion);
  }
});
