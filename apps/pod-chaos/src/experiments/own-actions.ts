import { parseNetem } from '@pod-contagion/chaos/parse';
import type { OwnActions } from '@pod-contagion/experiments';
import { BURN_FLAGS } from '../flags/burn.ts';
import { DISCONNECT_FLAGS } from '../flags/disconnect.ts';
import { DISRUPT_FLAGS, type DisruptFlags } from '../flags/disrupt.ts';
import { FAIL_FLAGS } from '../flags/fail.ts';
import { FILL_FLAGS } from '../flags/fill.ts';
import { SLOW_FLAGS } from '../flags/slow.ts';
import { TOXIC_FLAGS } from '../flags/toxic.ts';
import { planDisconnect, planDisrupt, planDrop } from '../plans/network.ts';
import { planFail, planSlow } from '../plans/requests.ts';
import { planBurn, planFill } from '../plans/resources.ts';
import { planToxic } from '../plans/toxic.ts';
import { askAction } from './ask-action.ts';
import { faultAction, type FaultSource } from './fault-action.ts';
import { flushAction } from './flush-action.ts';
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
    slow: faultAction({ meaning: 'delays requests to pods', flags: SLOW_FLAGS, plan: planSlow }, place),
    fail: faultAction({ meaning: 'has requests to pods fail', flags: FAIL_FLAGS, plan: planFail }, place),
    toxic: faultAction(
      { meaning: 'puts toxics into connections to pods', flags: TOXIC_FLAGS, plan: planToxic },
      place,
    ),
    burn: faultAction({ meaning: 'takes processor time of pods', flags: BURN_FLAGS, plan: planBurn }, place),
    fill: faultAction(
      { meaning: 'takes memory of pods, or disk of a volume', flags: FILL_FLAGS, plan: planFill },
      place,
    ),
    flush: flushAction(place),
    probe: probeAction(),
    ask: askAction(place),
  };
}
