import { connect, ChaosError, type Kubernetes } from '@pod-contagion/chaos';
import { describeError } from '@pod-contagion/errors';
import { ExperimentError } from '@pod-contagion/experiments/errors';
import { exitCodeOf } from '../errors.ts';
import type { ClusterFlags } from '../flags/cluster.ts';
import { createInterrupt, INTERRUPT_EXIT_CODES, type Interrupt, type InterruptReason } from './interrupt.ts';
import { createOutput, type Output } from './output.ts';
import { tellPlace } from './tell-place.ts';
import { createWitness, type Witness } from './witness.ts';

/** What a command has while it runs. */
export type Session = Readonly<{
  output: Output;
  interrupt: Interrupt;
  /** Says what a second signal leaves behind; the last one given counts. */
  onLeft: (tell: () => void) => void;
}>;

/** The same, and a cluster. */
export type ClusterSession = Session &
  Readonly<{ kube: Kubernetes; namespaces: readonly string[]; witness: Witness }>;

/** What is told at the first signal, where something may be left at the second. */
const MENDING = 'interrupted: ending the fault, and waiting for the proof; once more to leave at once';

/**
 * Runs the body of a command: the first signal interrupts it and it ends by itself, the second leaves at once and says
 * what was left. Returns what the process ends with.
 */
export async function withSession(
  json: boolean,
  body: (session: Session) => Promise<number>,
): Promise<number> {
  const { stdout, stderr } = process;
  const output = createOutput(json, {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    now: () => new Date(),
  });
  let tellLeft: (() => void) | undefined;
  const interrupt = createInterrupt(process, [stdout, stderr], (reason) => {
    if (reason !== 'SIGPIPE') output.note(tellLeft === undefined ? 'interrupted' : MENDING);
  });
  const session = { output, interrupt, onLeft: (tell: () => void) => void (tellLeft = tell) };
  try {
    const left = interrupt.again.then((reason) => {
      tellLeft?.();
      return INTERRUPT_EXIT_CODES[reason];
    });
    const exitCode = await Promise.race([ownExitCode(body, session), left]);
    if (json) output.result('end', { exitCode }, []);
    return exitCode;
  } catch (error) {
    const code = error instanceof ChaosError || error instanceof ExperimentError ? error.code : undefined;
    const exitCode = exitCodeOf(error);
    if (json) output.result('end', { exitCode, error: { code, message: describeError(error) } }, []);
    throw error;
  } finally {
    interrupt.release();
  }
}

/** Which cluster and namespaces a command is about. */
type PlaceFlags = ClusterFlags & Readonly<{ namespace: readonly string[]; 'all-namespaces'?: boolean }>;

/**
 * The same with the API of a cluster: the namespaces are those of the flags, else the context's own. What changes
 * something, or would without its dry run, says first where; what only looks need not.
 */
export function withCluster(
  flags: PlaceFlags,
  body: (session: ClusterSession) => Promise<number>,
  kind: 'changes' | 'looks' = 'changes',
): Promise<number> {
  return withSession(flags.json, async (session) => {
    const { kubeconfig, context } = flags;
    const kube = await connect({ kubeconfig, context, onDelay: session.output.note });
    const namespaces = flags.namespace.length > 0 ? [...new Set(flags.namespace)] : [kube.namespace];
    if (kind === 'changes')
      await tellPlace(session.output, kube, flags['all-namespaces'] === true ? 'all' : namespaces);
    const witness = createWitness(kube, session.output.note);
    try {
      return await body({ ...session, kube, namespaces, witness });
    } finally {
      await witness.settled();
    }
  });
}

/** What a command ends with that did what it had to: 130 and its like after a signal. */
async function ownExitCode(body: (session: Session) => Promise<number>, session: Session): Promise<number> {
  const { interrupt } = session;
  const ofSignal = (reason: InterruptReason | undefined): number | undefined =>
    reason === undefined ? undefined : INTERRUPT_EXIT_CODES[reason];
  try {
    const exitCode = await body(session);
    return exitCode === 0 ? (ofSignal(interrupt.reason) ?? 0) : exitCode;
  } catch (error) {
    const exitCode = isAbort(error) ? ofSignal(interrupt.reason) : undefined;
    if (exitCode === undefined) throw error;
    return exitCode;
  }
}

/** Whether something was thrown only because it was told to stop. */
function isAbort(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || isAbort(error.cause);
}
