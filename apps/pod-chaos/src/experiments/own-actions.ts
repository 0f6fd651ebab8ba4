import { parseNetem } from '@pod-contagion/chaos/faults';
import type { OwnActions } from '@pod-contagion/experiments';
import { DISCONNECT_FLAGS } from '../flags/disconnect.ts';
import { DISRUPT_FLAGS, type DisruptFlags } from '../flags/disrupt.ts';
import { planDisconnect, planDisrupt, planDrop } from '../plans/network.ts';
import { askAction } from './ask-action.ts';
import { faultAction, type FaultSource } from './fault-action.ts';
import { killAction } from './kill-action.ts';
import type { ActionPlace } from './place.ts';
import { probeAction } from './probe-action.ts';

const DISRUPT: FaultSource<DisruptFlags> = {
  meaning: 'delays, loses, duplicates, corrupts, reorders or throttles packets of pods',
  flags: DISRUPT_FLAGS,
  plan: (flags) => planDisrupt(flags, parseNetem),
  checksKernels: (flags) => flags['kernel-check'] !== 'none',
};

/** What experiments may do with the provider `pod-chaos`, by the names of the commands; a further fault is a further line. */
export function ownActions(place: ActionPlace): OwnActions {
  return {
    kill: killAction(place),
    disrupt: faultAction(DISRUPT, place),
    disconnect: faultAction(
      { meaning: 'cuts pods off', flags: DISCONNECT_FLAGS, plan: planDisconnect },
      place,
    ),
    drop: faultAction(
      { meaning: 'drops what goes to ports', flags: DISCONNECT_FLAGS, plan: planDrop },
      place,
    ),
    probe: probeAction(),
    ask: askAction(place),
  };
}
