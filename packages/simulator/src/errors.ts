import { CodedError } from '@pod-contagion/errors';

/** Every way a simulation can be refused, with what each means. The docs' table is made from this. */
export const SIMULATOR_ERROR_CODES = {
  SIMULATOR_SETTING:
    'a setting has a value that cannot be meant, or lies beyond the grid: the message names it',
  SIMULATOR_MANIFEST:
    'the objects have not one Deployment of podders with its Service, or ask for what is not simulated: the message names the field',
  SIMULATOR_RECORDING: 'a recording is not what one is: the message names the line',
  SIMULATOR_INTERVENTION: 'what is to be done to a simulation is not what can be: the message says what can',
  SIMULATOR_SWEEP: 'what a sweep is to vary is not what can be varied',
  SIMULATOR_SWEEP_FILE: 'a file is not that of a sweep: the message names the line',
  SIMULATOR_CASES: 'cases are not in the order of exposure, or name an infector that is none of them',
  SIMULATOR_TOO_MANY_CASES: 'a run has more cases than the format, or what reads it, holds',
  SIMULATOR_PLOT: 'there is nothing to draw, or the packages that draw are not installed',
} as const;

/** One of the codes in `SIMULATOR_ERROR_CODES`. */
export type SimulatorErrorCode = keyof typeof SIMULATOR_ERROR_CODES;

/** What the simulator throws: a `code` to act on, a message that says what was expected and what was got. */
export class SimulatorError extends CodedError<SimulatorErrorCode> {
  override readonly name = 'SimulatorError';
}
