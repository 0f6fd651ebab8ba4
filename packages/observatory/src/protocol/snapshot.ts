/** The version of what is written here; a reader refuses any other. */
export const PROTOCOL_VERSION = 1;

/** Where the data comes from: a cluster, a file, a simulation, or numbers made up to try the page with. */
export type SourceKind = 'cluster' | 'replay' | 'simulation' | 'synthetic';

/** What is watched; all of it is shown to whoever reads the page. */
export type Source = Readonly<{
  kind: SourceKind;
  /** Name of the context or the file; never an address with credentials. */
  name: string;
  namespace: string;
  selector: string;
  /** What kubectl has to be told to act there, where that was told here: a path, and the name of a context. */
  kubeconfig?: string | undefined;
  context?: string | undefined;
  /** Of a replay: where what was recorded came from. */
  recorded?: SourceKind;
}>;

/** How the source is doing, and since when. */
export type Status = Readonly<{
  /** `waiting` before the first list, `live` while the watch runs, `broken` while it is tried again, `over` at the end of a replay. */
  state: 'waiting' | 'live' | 'broken' | 'over';
  /** Of what is shown: ms since the API server last said something. */
  ageMs: number;
  /** One line for a person where something is wrong. */
  message: string | null;
  /** Which of the empty states of the page this is; null where there is something to see. */
  trouble: Trouble | null;
  /** Podders that answered at /infection in the last seconds; 0 where none can be reached. */
  asked: number;
  /** How they are asked: at their own addresses, through the API server, or not at all; left out where nobody asks. */
  by?: 'address' | 'proxy' | 'none';
  /** Ends of containers that nobody saw: infections that nothing is known of. */
  missed: number;
}>;

/** Why there is nothing to see, and what helps: one cause each. */
export type Trouble = Readonly<{
  kind:
    | 'no-kubeconfig'
    | 'refused'
    | 'certificate'
    | 'unauthorized'
    | 'forbidden'
    | 'no-namespace'
    | 'no-match'
    | 'not-ready'
    | 'nobody-infected'
    | 'no-lineage'
    | 'restarted-before'
    | 'watch-broken';
  /** What was tried, and why there is nothing. */
  text: string;
  /** The one command that helps, to be copied. */
  command: string | null;
}>;

/** A fault of the toolkit, as its Events tell. */
export type ChaosRun = Readonly<{
  id: string;
  /** kill, evict, disconnect, disrupt ... */
  fault: string;
  fromMs: number;
  /** Null while it lasts. */
  untilMs: number | null;
  /** Names of the pods that were hit. */
  pods: readonly string[];
  text: string;
}>;

/** Pods by their number, which counts up over all that were ever seen: `first` is that of the first row. */
export type PodColumns = Readonly<{
  first: number;
  uid: readonly string[];
  name: readonly string[];
  /** '' before it has one. */
  node: readonly string[];
  /** Name of the Deployment, StatefulSet or whatever else made it; '' for none. */
  owner: readonly string[];
  /** Place of its labels in `labelSets`, or UNKNOWN; recordings of before there were any leave it out. */
  labels?: readonly number[];
  /** `CODE` of what it is; `CODE.gone` for those that infections still name. */
  condition: readonly number[];
  /** 0 or 1. */
  ready: readonly number[];
  restarts: readonly number[];
}>;

/** Infections by their number, which counts up over all that were ever kept: `first` is that of the first row. */
export type InfectionColumns = Readonly<{
  first: number;
  pod: readonly number[];
  /** The first twelve hexadecimal digits of its container's id, '' where it has none. */
  container: readonly string[];
  /** Place in `strains`, or UNKNOWN. */
  strain: readonly number[];
  generation: readonly number[];
  /** Number of an infection, PARENT_NONE or PARENT_UNKNOWN. */
  parent: readonly number[];
  /** In ms since 1970; null where it is not known, or has not come yet. */
  exposedAt: readonly (number | null)[];
  symptomaticAt: readonly (number | null)[];
  endedAt: readonly (number | null)[];
  /** Sneezes sent and answered, UNKNOWN before it has told. */
  sent: readonly number[];
  answered: readonly number[];
}>;

/** How many pods were what, and how many were ready, at moments before the snapshot; a column for each `CODE` but gone. */
export type HistoryColumns = Readonly<{
  t: readonly number[];
  counts: readonly (readonly number[])[];
  ready: readonly number[];
  restarts: readonly number[];
}>;

/** All that is known at one moment: what a page begins with, and what a recording has again and again. */
export type Snapshot = Readonly<{
  v: typeof PROTOCOL_VERSION;
  /** Of one start of one server: numbers of another mean something else. */
  epoch: string;
  /** The frame that it holds already. */
  cursor: number;
  /** In ms since 1970. */
  t: number;
  source: Source;
  status: Status;
  strains: readonly string[];
  /** Each distinct set of labels once, as `app=podder,role=generic`; left out as `labels` of pods is. */
  labelSets?: readonly string[];
  pods: PodColumns;
  infections: InfectionColumns;
  /** How often somebody was infected, with those that are no longer kept, and the highest generation. */
  totals: Readonly<{ infections: number; generations: number; restarts: number }>;
  history: HistoryColumns;
  runs: readonly ChaosRun[];
}>;
