import { probeUrl, readProbeOptions, type ProbeOptions } from '@pod-contagion/chaos/probe';
import type { Json, JsonObject, OwnAction } from '@pod-contagion/experiments';
import { usageError } from '../errors.ts';
import { PROBE_FLAGS } from '../flags/probe.ts';
import { planProbe } from '../plans/probe.ts';
import { readArguments } from './arguments.ts';

/** `probe`: asks a URL at a fixed rate, and gives the report with its outages. */
export function probeAction(): OwnAction {
  const read = (args: JsonObject): ProbeOptions => {
    const options = planProbe(readArguments(PROBE_FLAGS, args));
    readProbeOptions(options);
    if (options.durationMs === undefined && options.count === undefined) {
      throw usageError('expected a duration or a count, so that the activity ends, got neither');
    }
    return options;
  };
  return {
    meaning: 'asks a URL at a fixed rate, and says for how long it did not answer',
    describe: (args) => {
      const { url, ratePerSecond = 10 } = read(args);
      return `probe ${String(url)}, ${ratePerSecond} a second`;
    },
    run: async (args, { signal }) => (await probeUrl(read(args), signal)) as unknown as Json,
  };
}
