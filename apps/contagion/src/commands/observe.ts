import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { createEnding, END_EXIT_CODES } from '../up/ending.ts';
import { OBSERVE_FLAGS, type ObserveFlags } from './observe-flags.ts';

/** `contagion observe`: the live page of a contagion on any cluster, or of a recording. */
export const observeCommand: CommandDef = defineCommand({
  meta: {
    name: 'observe',
    description: 'Serves the live page of a contagion on any cluster, or of a recording',
  },
  args: describeFlags(OBSERVE_FLAGS),
  run: ({ rawArgs }) => observe(readFlags(OBSERVE_FLAGS, rawArgs, usageError)),
});

async function observe(flags: ObserveFlags): Promise<number> {
  const [{ planObservation }, { runObserve }] = await Promise.all([
    import('../observe/plan.ts'),
    import('../observe/run-observe.ts'),
  ]);
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const observed = await planObservation(flags, note);
  const ending = createEnding(() => undefined);
  try {
    const outputs = { line: (text: string) => void process.stdout.write(`${text}\n`), note };
    await runObserve(flags, observed, outputs, ending.signal);
  } finally {
    ending.release();
  }
  const reason = await ending.asked;
  if (reason === 'failed') throw ending.error;
  return END_EXIT_CODES[reason];
}
