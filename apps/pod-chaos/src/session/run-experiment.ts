import { hostname, release, type } from 'node:os';
import { connect, type Kubernetes } from '@pod-contagion/chaos';
import type {
  ExperimentEvent,
  Journal,
  Providers,
  ProviderSpec,
  ReadExperiment,
} from '@pod-contagion/experiments';
import type { HookStory } from '@pod-contagion/experiments/hooks';
import { openOutputs } from '../experiments/outputs.ts';
import { ownActions } from '../experiments/own-actions.ts';
import type { RunExperimentFlags } from '../flags/run.ts';
import { planHooks, planVariables, readExperimentFile, type HookPlan } from '../plans/experiment.ts';
import { eventFields } from '../texts/event-fields.ts';
import { experimentEventText } from '../texts/experiment-event.ts';
import { VERSION } from '../version.ts';
import type { Output } from './output.ts';
import { withSession, type Session } from './session.ts';
import { tellPlace } from './tell-place.ts';
import { createWitness, type Witness } from './witness.ts';

/** What a run ends with for each verdict; one that was interrupted ends with the number of the signal. */
const EXIT_CODES: Readonly<Record<Journal['pod-chaos']['verdict'], number>> = {
  held: 0,
  failed: 1,
  'not-ended': 1,
  deviated: 3,
  'not-steady': 4,
  refused: 4,
  interrupted: 0,
};

/** How often the hypothesis is looked at during the method where nobody says, in ms. */
const FREQUENCY_MS = 1_000;

/**
 * Runs an experiment from its file to its reports; returns what the process ends with. The file, the values, the hooks and the
 * files that are to be written are checked before anything is touched.
 * @throws {ChaosError} CHAOS_USAGE and {ExperimentError}, before; CHAOS_KUBECONFIG
 */
export async function runExperimentFile(flags: RunExperimentFlags): Promise<number> {
  const { file, text } = readExperimentFile(flags);
  const [experiments, given, hooks] = await Promise.all([
    import('@pod-contagion/experiments'),
    planVariables(flags),
    planHooks(flags, process.env),
  ]);
  const cluster = createCluster(flags);
  const { env } = process;
  const providers = experiments.createProviders({ env, connect: cluster.connect, own: ownActions(cluster) });
  const read = await experiments.readExperiment(text, { file, env, providers, given });
  if (flags['dry-run']) {
    return withSession(flags.json, (session) => {
      cluster.begin(session);
      return tellDryRun(session, read, providers);
    });
  }
  const outputs = await openOutputs(flags);
  try {
    return await withSession(flags.json, async (session) => {
      cluster.begin(session);
      for (const note of read.notes) session.output.note(note);
      if (needsCluster(read, providers, experiments.providerFor)) await cluster.connect();
      const journal = await runAndTell(session, { read, providers, flags, hooks, cluster });
      await cluster.settled();
      const paths = await outputs.write(journal);
      tellVerdict(session, journal, paths);
      return EXIT_CODES[journal['pod-chaos'].verdict];
    });
  } finally {
    outputs.discard();
  }
}

type RunParts = Readonly<{
  read: ReadExperiment;
  providers: Providers;
  flags: RunExperimentFlags;
  hooks: readonly HookPlan[];
  cluster: ExperimentCluster;
}>;

async function runAndTell(
  session: Session,
  { read, providers, flags, hooks, cluster }: RunParts,
): Promise<Journal> {
  const { hitNames, runExperiment, refusals, systemClock, providerFor } =
    await import('@pod-contagion/experiments');
  const { output, interrupt } = session;
  const { redactor, experiment, values } = read;
  const title = redactor.text(experiment.title);
  const startedAt = new Date().toISOString();
  const base = {
    title,
    startedAt,
    ...(cluster.name() === undefined ? {} : { cluster: cluster.name() ?? '' }),
  };
  await sendHooks(session, hooks, { ...base, moment: 'begin' });
  const onEvent = (event: ExperimentEvent): void => {
    const told = redactor.json(event as never) as ExperimentEvent;
    output.progress('progress', eventFields(told), experimentEventText(told));
  };
  const failFast = flags['fail-fast'] || flags['fail-fast-ratio'] !== undefined;
  const journal = await runExperiment(
    {
      experiment,
      values,
      hypothesisStrategy: flags['hypothesis-strategy'],
      rollbackStrategy: flags['rollback-strategy'],
      frequencyMs: flags['hypothesis-frequency'] ?? FREQUENCY_MS,
      failFastPercent: failFast ? (flags['fail-fast-ratio'] ?? 0) : undefined,
      perform: (spec, context) => providerFor(providers, spec).run(spec, context),
      refuse: async (known, signal) => {
        const mistakes = read.mistakesWith(known);
        return mistakes.length > 0 ? mistakes : refusals(experiment, known, providers, signal);
      },
      clock: systemClock,
      onEvent,
      machine: { platform: `${type()} ${release()}`, node: hostname(), version: VERSION },
    },
    interrupt.signal,
  );
  const name = cluster.name();
  if (name !== undefined) journal['pod-chaos'].cluster = name;
  const told = redactor.json(journal as never) as Journal;
  const { verdict, why, hits } = told['pod-chaos'];
  const hit = [...new Set(hits.flatMap(hitNames))];
  await sendHooks(session, hooks, {
    ...base,
    title: (told.experiment as { title: string }).title,
    moment: 'end',
    verdict,
    why,
    seconds: told.duration,
    hit,
  });
  return told;
}

/** A hook that fails is told and ends nothing; its address stays untold. */
async function sendHooks({ output }: Session, hooks: readonly HookPlan[], story: HookStory): Promise<void> {
  const due = hooks.filter(({ moment }) => moment === story.moment);
  if (due.length === 0) return;
  const { sendHook } = await import('@pod-contagion/experiments/hooks');
  const failures = await Promise.all(due.map(({ url, body }) => sendHook(url, body(story))));
  for (const why of failures)
    if (why !== undefined) output.note(`the hook at the ${story.moment} was not taken: ${why}`);
}

function tellVerdict({ output }: Session, journal: Journal, paths: readonly string[]): void {
  const { verdict, why } = journal['pod-chaos'];
  const { status, deviated, duration } = journal;
  output.result('report', { verdict, why, status, deviated, durationSeconds: duration, written: paths }, [
    `${verdict}: ${why}`,
    `written: ${paths.join(', ')}`,
  ]);
}

async function tellDryRun(
  { output, interrupt }: Session,
  read: ReadExperiment,
  providers: Providers,
): Promise<number> {
  const { describeExperiment } = await import('@pod-contagion/experiments');
  for (const note of read.notes) output.note(note);
  const steps = await describeExperiment(read, providers, interrupt.signal);
  const title = read.redactor.text(read.experiment.title);
  output.result('report', { dryRun: true, title, steps }, [
    `dry run: ${title}; nothing is touched`,
    ...steps.flatMap(({ part, type: kind, name, background, does, would }) =>
      [`  ${part}: ${kind} ${name}${background ? ' (in the background)' : ''}: ${does}`].concat(
        would.map((line) => `    ${line}`),
      ),
    ),
  ]);
  // As of an action that fails; what is refused before the run begins ends that with 4.
  return steps.some(({ isRefused }) => isRefused) ? 1 : 0;
}

/** Whether a step acts on the cluster, or asks it: then it is said which one it is before anything else. */
function needsCluster(
  { experiment }: ReadExperiment,
  providers: Providers,
  providerFor: (all: Providers, spec: ProviderSpec) => Readonly<{ needsCluster: boolean }>,
): boolean {
  const steps = [
    ...(experiment['steady-state-hypothesis']?.probes ?? []),
    ...experiment.method,
    ...(experiment.rollbacks ?? []),
  ];
  return steps.some((step) => 'provider' in step && providerFor(providers, step.provider).needsCluster);
}

/** The cluster of an experiment, connected to when it is first needed. */
type ExperimentCluster = Parameters<typeof ownActions>[0] &
  Readonly<{
    begin: (session: Session) => void;
    /** Context and server; undefined as long as nothing was asked. */
    name: () => string | undefined;
    settled: () => Promise<void>;
  }>;

function createCluster({ kubeconfig, context, namespace }: RunExperimentFlags): ExperimentCluster {
  const tellsLeft: ((output: Output) => void)[] = [];
  let session: Session | undefined;
  let connecting: Promise<Kubernetes> | undefined;
  let kube: Kubernetes | undefined;
  let witness: Witness | undefined;
  const open = async (): Promise<Kubernetes> => {
    const own = await connect({ kubeconfig, context, onDelay: session?.output.note });
    kube = namespace === undefined ? own : { ...own, namespace };
    if (session !== undefined) {
      witness = createWitness(kube, session.output.note);
      await tellPlace(session.output, kube, [kube.namespace]);
    }
    return kube;
  };
  return {
    connect: () => (connecting ??= open()),
    happened: (event) => witness?.happened(event),
    began: (tellLeft) => void tellsLeft.push(tellLeft),
    begin(begun) {
      session = begun;
      begun.onLeft(() => {
        for (const tellLeft of tellsLeft) tellLeft(begun.output);
      });
    },
    name: () =>
      kube === undefined ? undefined : [kube.access.context, kube.server].filter(Boolean).join(', '),
    settled: async () => witness?.settled(),
  };
}
