import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { createEnding, END_EXIT_CODES } from '../up/ending.ts';
import { createJsonLines } from '../up/json-lines.ts';
import type { Reporter } from '../up/reporter.ts';
import type { RecordingTarget } from '@pod-contagion/observatory/serving';
import type { UpPlan } from '../up/plan.ts';
import type { UpKey } from '../up/keys.ts';
import { findTerminal } from '../terminal/find-terminal.ts';
import { usageError } from '../errors.ts';
import { UP_FLAGS, type UpFlags } from './up-flags.ts';

/** `contagion up`: a cluster, an epidemic on it, and what it looks like. */
export const upCommand: CommandDef = defineCommand({
  meta: {
    name: 'up',
    description: 'Starts a local cluster, applies kubernetes/, infects somebody and shows the epidemic',
  },
  args: describeFlags(UP_FLAGS),
  run: ({ rawArgs }) => up(readFlags(UP_FLAGS, rawArgs, usageError)),
});

async function up(flags: UpFlags): Promise<number> {
  // Side by side, as both take time: the plan reads files, the other loads code.
  const [{ planUp }, { checkMachine }, { runUp }, { trimMemory }, { startCluster }] = await Promise.all([
    import('../up/plan.ts'),
    import('../up/check-machine.ts'),
    import('../up/run-up.ts'),
    import('../up/trim-memory.ts'),
    import('@pod-contagion/local-cluster'),
  ]);
  const plan = await planUp(flags);
  await checkMachine(plan, (line) => void process.stderr.write(`contagion: ${line}\n`));
  const recording = await openRecording(plan);
  const ending = createEnding(() => reporter.notice('still ending the pods; a moment'));
  const run: { infectAgain: () => void } = { infectAgain: () => undefined };
  const reporter = await createReporter(flags, (key) => {
    if (key === 'infect') run.infectAgain();
    else ending.end(key === 'quit' ? 'quit' : 'SIGINT');
  });
  const { infectAgain, done } = runUp(plan, { startCluster, reporter, ending, recording, beganAtMs: 0 });
  run.infectAgain = infectAgain;
  const stopTrimming = trimMemory();
  try {
    await done;
  } finally {
    stopTrimming();
    await recording?.discard();
    ending.release();
  }
  const reason = await ending.asked;
  return reason === 'failed' ? 1 : END_EXIT_CODES[reason];
}

/** Before anything is done, so that a file that can't be written is refused. */
async function openRecording({ page }: UpPlan): Promise<RecordingTarget | undefined> {
  if (page?.record === undefined) return undefined;
  const { openRecordingTarget } = await import('@pod-contagion/observatory/serving');
  return openRecordingTarget(page.record);
}

async function createReporter({ json }: UpFlags, onKey: (key: UpKey) => void): Promise<Reporter> {
  const { stdout, stderr } = process;
  const terminal = findTerminal(process);
  if (json || terminal === undefined) {
    return createJsonLines({
      line: (text) => void stdout.write(text),
      note: (text) => void stderr.write(text),
    });
  }
  const { createTerminalView } = await import('../up/terminal-view.ts');
  return createTerminalView({ terminal, progress: stderr, onKey });
}
