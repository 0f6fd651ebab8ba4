import type { SettingName } from '@pod-contagion/simulator';
import t from 'tap';
import { SETTING_NAMES } from '../../../../../packages/simulator/src/settings/validate.ts';
import { CONTROLS } from '../../../page/simulate/controls.ts';

/** Settings of the simulator that have no control, each with the reason. */
const WITHOUT: { readonly [Name in SettingName]?: string } = {};

t.test(
  'every setting of a podder, a kubelet and a machine can be changed, or it is said why not',
  async (t) => {
    const controlled = CONTROLS.map(({ name }): string => name);
    t.same(
      SETTING_NAMES.filter((name) => !controlled.includes(name)).toSorted(),
      Object.keys(WITHOUT).toSorted(),
    );
    t.equal(new Set(controlled).size, controlled.length, 'by one control each');
  },
);
