import { ChaosError } from '../../errors.ts';
import type { AgentContext } from '../fault-agent.ts';
import { rehearse, type Verdict } from './rehearse.ts';
import { formatSnapshot, nodeOf, parseSnapshot, type KeptSnapshot } from './snapshot.ts';

/** How long one of the two waits for the other, in ms: its pod may come up later, but its image is there by then. */
export const REHEARSAL_LIMIT_MS = 60_000;

/** How often it looks, in ms. */
const LOOK_EVERY_MS = 200;

/** The files by which the two pods speak: one with the snapshot, one with what came of it. */
const questionFile = (run: string): string => `${run}.rehearse`;
const answerFile = (run: string): string => `${run}.rehearsed`;

/** The run that one of these files is of, or half of one; undefined for every other file. */
export function runOfRehearsalFile(name: string): string | undefined {
  return /^\.?([a-z0-9]{8})\.rehearsed?$|^\.([a-z0-9]{8})\.snapshot$/.exec(name)?.slice(1).find(Boolean);
}

/**
 * Has the snapshot restored by the pod that was made for it, and waits for what came of that. The pod has a network
 * namespace of its own, which Kubernetes makes for every pod: a process would need SYS_ADMIN to make one, and has it here
 * for NET_ADMIN.
 * @throws {ChaosError} CHAOS_REFUSED with why it can't be restored, CHAOS_TIMEOUT where nobody answers
 */
export async function askForRehearsal(
  context: AgentContext,
  kept: Pick<KeptSnapshot, 'fault' | 'snapshot'>,
): Promise<number> {
  const node = nodeOf(context);
  const { run } = context;
  await node.write(questionFile(run), await formatSnapshot(context, kept));
  try {
    const verdict = parseVerdict(await waitForFile(context, answerFile(run), 'an answer of the rehearsal'));
    if (verdict.ok) return verdict.leftOut;
    throw new ChaosError(
      'CHAOS_REFUSED',
      `the snapshot can't be restored, no flag lifts this: ${verdict.why}; nothing was touched`,
    );
  } finally {
    await node.remove(questionFile(run));
    await node.remove(answerFile(run));
  }
}

/**
 * The other end: waits for the snapshot of a run, rehearses it, and says what came of it.
 * @throws {ChaosError} CHAOS_REFUSED where it can't be restored, CHAOS_TIMEOUT where there is none
 */
export async function answerRehearsal(context: AgentContext, run: string): Promise<void> {
  const node = nodeOf(context);
  const text = await waitForFile(context, questionFile(run), `a snapshot of run ${run}`);
  const kept = parseSnapshot(text);
  const verdict: Verdict =
    kept === undefined
      ? { ok: false, why: 'the snapshot could not be read' }
      : await rehearse(context, kept).catch((error: unknown) => ({
          ok: false,
          why: error instanceof Error ? error.message : String(error),
        }));
  await node.write(answerFile(run), JSON.stringify(verdict));
  if (!verdict.ok) throw new ChaosError('CHAOS_REFUSED', `the snapshot can't be restored: ${verdict.why}`);
}

async function waitForFile(context: AgentContext, name: string, what: string): Promise<string> {
  const node = nodeOf(context);
  for (let waitedMs = 0; waitedMs < REHEARSAL_LIMIT_MS; waitedMs += LOOK_EVERY_MS) {
    if ((await node.list()).includes(name)) return node.read(name);
    if (context.isEnding?.() === true)
      throw new ChaosError('CHAOS_TIMEOUT', `told to end before ${what} came`);
    await node.pause(LOOK_EVERY_MS);
  }
  throw new ChaosError('CHAOS_TIMEOUT', `expected ${what} within ${REHEARSAL_LIMIT_MS} ms, got none`);
}

function parseVerdict(text: string): Verdict {
  try {
    const { ok, leftOut, why } = JSON.parse(text) as { ok?: unknown; leftOut?: unknown; why?: unknown };
    if (ok === true) return { ok, leftOut: typeof leftOut === 'number' ? leftOut : 0 };
    if (typeof why === 'string') return { ok: false, why };
  } catch {
    // Told below.
  }
  return { ok: false, why: 'the rehearsal said nothing that can be read' };
}
