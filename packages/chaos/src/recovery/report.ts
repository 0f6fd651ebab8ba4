import { downMsOf, type Departure, type Leaving, type SubjectKind } from './departure.ts';
import { distributionOf, type Distribution } from './distribution.ts';

/** From down to up, once, as it is reported. */
export type ReportedDeparture = Readonly<{
  kind: SubjectKind;
  namespace: string;
  name: string;
  owner: string | undefined;
  how: Leaving;
  state: Departure['state'];
  leftAt: string;
  backAt: string | undefined;
  /** Undefined where it is still down, or gone and not needed any more. */
  downMs: number | undefined;
  /** The pod that came in its place, where it is another one. */
  replacement: string | undefined;
  /** The watch was broken meanwhile: times are those when it was noticed. It is not in the distribution. */
  inexact: boolean;
}>;

/** All departures of one kind. */
export type RecoverySummary = Readonly<{
  kind: SubjectKind;
  left: number;
  back: number;
  stillDown: number;
  /** Gone, while its workload has all it wants: scaled down, or replaced beforehand. */
  unneeded: number;
  inexact: number;
  /** Of those that are back, exactly timed; undefined where there are none. */
  downMs: Distribution | undefined;
}>;

/** What a watch from down to up says at its end. */
export type RecoveryReport = Readonly<{
  namespaces: readonly string[];
  selector: string | undefined;
  startedAt: string;
  endedAt: string;
  durationMs: number;
  /** Why it ended. */
  reason: 'duration' | 'settled' | 'signal';
  /** How often a watch broke; it was resumed each time. */
  breaks: number;
  /** Departures that were over and of which there were too many to keep; they are in no number here. */
  forgotten: number;
  summaries: readonly RecoverySummary[];
  /** In the order in which they left. */
  departures: readonly ReportedDeparture[];
}>;

const KINDS: readonly SubjectKind[] = ['Pod', 'Deployment', 'StatefulSet'];

/** Sums up departures by what left; a kind of which nothing left is there too. */
export function summariesOf(departures: readonly Departure[]): RecoverySummary[] {
  return KINDS.map((kind) => {
    const these = departures.filter((departure) => departure.kind === kind);
    const count = (state: Departure['state']): number => these.filter((each) => each.state === state).length;
    const exact = these.filter(({ inexact }) => !inexact).map((departure) => downMsOf(departure));
    return {
      kind,
      left: these.length,
      back: count('back'),
      stillDown: count('down'),
      unneeded: count('unneeded'),
      inexact: these.filter(({ inexact }) => inexact).length,
      downMs: distributionOf(exact.filter((durationMs) => durationMs !== undefined)),
    };
  });
}

/** Writes a departure with times as the API has them; `offsetMs` makes them ms since 1970. */
export function reportedDeparture(departure: Departure, offsetMs: number): ReportedDeparture {
  const { kind, namespace, name, owner, how, state, leftAtMs, backAtMs, replacement, inexact } = departure;
  const at = (atMs: number): string => new Date(offsetMs + atMs).toISOString();
  const downMs = downMsOf(departure);
  return {
    kind,
    namespace,
    name,
    owner,
    how,
    state,
    leftAt: at(leftAtMs),
    backAt: backAtMs === undefined ? undefined : at(backAtMs),
    downMs: downMs === undefined ? undefined : Math.round(downMs),
    replacement: replacement === name ? undefined : replacement,
    inexact,
  };
}
