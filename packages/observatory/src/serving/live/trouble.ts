import { describeError } from '@pod-contagion/errors';
import type { Trouble } from '../../protocol/snapshot.ts';
import { contagion, kubectl, kubectlOfCluster, word, type Place } from '../../protocol/commands.ts';
import { kindOfError } from './error-kind.ts';
import { statusOf } from '@pod-contagion/cluster-client/requests';
import { grantCommand, TO_ASK } from './role.ts';
import type { Surroundings } from './surroundings.ts';

/** What is known of an epidemic, as far as it tells why there is nothing to see. */
export type Seen = Readonly<{
  pods: number;
  ready: number;
  infections: number;
  /** Restarts of all pods, and how many there were when they were seen first. */
  restarts: number;
  restartsBefore: number;
  waitingReasons: Readonly<Record<string, number>>;
  /** Name of what made one of the pods; '' for none. */
  owner: string;
  /** Whether anybody told how it is: then restarts without an infection are somebody else's doing. */
  hasTold: boolean;
  /** Why no podder can be asked; undefined where one can. */
  unreached: Readonly<{ error: unknown }> | undefined;
}>;

/** The label of podders, in a selector. */
const PODDERS = 'app=podder';

/** Why a cluster can't be watched, and what helps. */
export function troubleOfError(error: unknown, place: Place, sinceMs?: number): Trouble {
  const kind = kindOfError(error);
  const why = describeError(error);
  switch (kind) {
    case 'no-kubeconfig':
      return { kind, text: `No cluster to look at: ${why}.`, command: 'npm start' };
    case 'unauthorized':
      return {
        kind,
        text: `The API server does not know who asks: ${why}.`,
        command: kubectlOfCluster(place, 'auth', 'whoami'),
      };
    case 'forbidden':
      return {
        kind,
        text: `The API server does not let us look: ${why}. Whoever may give rights gives exactly what is needed by this.`,
        command: grantCommand(ofWhoeverMayGive(place), why),
      };
    case 'certificate':
      return {
        kind,
        text: `The API server's certificate is not one that the kubeconfig trusts: ${why}. Start this again when it is the right one.`,
        command: kubectlOfCluster(place, 'config', 'view', '--minify'),
      };
    case 'watch-broken':
      return {
        kind,
        text: `The watch${since(sinceMs)} gives nothing: ${why}. It is tried again.`,
        command: kubectl(place, 'get', 'pods', '--watch', ...selected(place)),
      };
    default:
      return {
        kind: 'refused',
        text: `The API server does not answer: ${why}. It is tried again.`,
        command: kubectlOfCluster(place, 'cluster-info'),
      };
  }
}

/** Why a watch that has run gives nothing any more. */
export function troubleOfBreak(error: unknown, place: Place, sinceMs: number): Trouble {
  const trouble = troubleOfError(error, place, sinceMs);
  if (trouble.kind === 'unauthorized' || trouble.kind === 'forbidden') return trouble;
  return {
    kind: 'watch-broken',
    text: `The watch is broken${since(sinceMs)}: ${describeError(error)}. It is tried again; what is shown is how it was.`,
    command: trouble.command,
  };
}

/** Why there is nothing to see of a cluster that is watched; null where there is something. */
export function troubleOfSight(seen: Seen, around: Surroundings, place: Place): Trouble | null {
  const where = `namespace ${place.namespace}`;
  if (seen.pods === 0) return troubleOfNobody(around, place);
  if (seen.infections > 0) return null;
  if (seen.ready === 0) {
    const reasons = Object.entries(seen.waitingReasons).map(([reason, count]) => `${reason} ${count}`);
    return {
      kind: 'not-ready',
      text: `${seen.pods} pods are there in ${where}, and none is Ready${reasons.length === 0 ? '' : `: ${reasons.join(', ')}`}.`,
      command: kubectl(place, 'describe', 'pods', ...selected(place)),
    };
  }
  if (seen.restarts > seen.restartsBefore && !seen.hasTold) {
    return {
      kind: 'no-lineage',
      text: `${seen.restarts - seen.restartsBefore} restarts were seen, and nobody said who infected whom: it is unknown, as of original podders. Ours tell.`,
      // Whoever looks at other pods than podders is not to put podders in their place.
      command: place.selector.split(',').includes(PODDERS)
        ? kubectl(
            place,
            'set',
            'image',
            `deployment/${word(seen.owner || 'generic')}`,
            "'*=pod-contagion:generic'",
          )
        : null,
    };
  }
  // Pods that are gone took theirs along.
  const before = Math.min(seen.restarts, seen.restartsBefore);
  if (before > 0) {
    return {
      kind: 'restarted-before',
      text: `${before} restarts happened before we looked, and nothing is left of them. What happens from now on is seen.`,
      command: contagion(place, 'infect'),
    };
  }
  return troubleOfHealth(seen, place);
}

/** Nobody is infected, or nobody can say. */
function troubleOfHealth({ ready, pods, unreached }: Seen, place: Place): Trouble {
  const kind = 'nobody-infected';
  const who = `${ready} of ${pods} podders are Ready, and`;
  if (unreached === undefined) {
    return { kind, text: `${who} nobody is infected.`, command: contagion(place, 'infect') };
  }
  const { error } = unreached;
  const unknown = `${who} nobody can be asked: an infection shows when its container ends.`;
  if (statusOf(error) !== 403) return { kind, text: unknown, command: contagion(place, 'infect') };
  return {
    kind,
    text: `${unknown} Whoever may give rights lets us ask through the API server by this.`,
    command: grantCommand(ofWhoeverMayGive(place), describeError(error), TO_ASK),
  };
}

/** Who is refused may give no rights: by the account that kubectl has by itself. */
function ofWhoeverMayGive(place: Place): Place {
  return { ...place, kubeconfig: undefined, context: undefined };
}

function troubleOfNobody({ hasNamespace, others, labels }: Surroundings, place: Place): Trouble {
  const where = `namespace ${place.namespace}`;
  if (hasNamespace === false) {
    return {
      kind: 'no-namespace',
      text: `There is no ${where}.`,
      command: kubectlOfCluster(place, 'create', 'namespace', word(place.namespace)),
    };
  }
  const selector = place.selector === '' ? 'nothing' : place.selector;
  if (others === 0) {
    return {
      kind: 'no-match',
      text: `There are no pods in ${where} at all.`,
      command: kubectl(place, 'apply', '-k', 'kubernetes'),
    };
  }
  const [best] = labels;
  return {
    kind: 'no-match',
    text: `${selector} matches 0 of ${others ?? 'the'} pods in ${where}. Labels seen: ${labels.join(', ') || 'none'}.`,
    command: contagion({ ...place }, 'observe', '-l', word(best ?? '')),
  };
}

function selected({ selector }: Place): readonly string[] {
  return selector === '' ? [] : ['-l', word(selector)];
}

function since(sinceMs: number | undefined): string {
  return sinceMs === undefined ? '' : ` since ${new Date(sinceMs).toISOString().slice(11, 19)} UTC`;
}
