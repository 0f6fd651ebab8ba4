import { tooLongFor } from '../engine/horizon.ts';
import type { Model } from '../engine/model.ts';
import { wrongSetting } from './validate.ts';

/**
 * Refuses a model that can't be simulated until a time, in ms, as what may still be due then lies beyond the end of time: delays that
 * each by itself are none too long may be so together.
 * @throws {SimulatorError} SIMULATOR_SETTING, naming the longest of them.
 */
export function checkTime(model: Model, untilMs: number): void {
  const tooLong = tooLongFor(model, untilMs);
  if (tooLong === undefined) return;
  const { setting, ms, mostMs, of } = tooLong;
  const left = untilMs === 0 ? 'all else leaves' : `all else and the ${untilMs} ms to simulate leave`;
  throw wrongSetting(
    setting,
    `at most ${mostMs} ms ${of === undefined ? '' : `${of}, `}which ${left} of 24.8 days`,
    ms,
  );
}
