import { constants } from 'node:os';
import t from 'tap';
import { CAUGHT_SIGNALS } from '../../../src/agent/machine/interruptions.ts';

t.test('a signal that a system does not have can be listened to all the same', async (t) => {
  const ofElsewhere = ['SIGINFO', 'SIGLOST', 'SIGPWR', 'SIGSTKFLT'].find(
    (name) => !Object.hasOwn(constants.signals, name),
  );
  t.type(ofElsewhere, 'string', 'no system has all of them');
  const ignore = (): void => {};
  for (const name of [...CAUGHT_SIGNALS, ofElsewhere as NodeJS.Signals]) {
    t.doesNotThrow(() => process.on(name, ignore), name);
    process.off(name, ignore);
  }
});
