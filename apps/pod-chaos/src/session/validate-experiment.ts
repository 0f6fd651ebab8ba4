import { connect } from '@pod-contagion/chaos';
import { ownActions } from '../experiments/own-actions.ts';
import type { ValidateFlags } from '../flags/run.ts';
import { planVariables, readExperimentFile } from '../plans/experiment.ts';
import { withSession } from './session.ts';

/** Reads an experiment, and says what it would do; a mistake is thrown. Nobody is asked, no cluster is needed. */
export async function validateExperimentFile(flags: ValidateFlags): Promise<number> {
  const { file, text } = readExperimentFile(flags);
  const given = await planVariables(flags);
  const { createProviders, describeExperiment, readExperiment } = await import('@pod-contagion/experiments');
  const { env } = process;
  const place = { connect: () => connect(), happened: () => undefined, began: () => undefined };
  const providers = createProviders({ env, connect: place.connect, own: ownActions(place) });
  const read = await readExperiment(text, { file, env, providers, given });
  const steps = await describeExperiment(read, providers);
  return withSession(flags.json, async ({ output }) => {
    for (const note of read.notes) output.note(note);
    const title = read.redactor.text(read.experiment.title);
    output.result('report', { valid: true, title, steps }, [
      `${file} can be run: ${title}; ${steps.length} activities`,
    ]);
    return 0;
  });
}
