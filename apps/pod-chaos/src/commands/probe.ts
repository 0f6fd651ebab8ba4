import { defineCommand, type CommandDef } from 'citty';
import { formatProbeReport, probeUrl, readProbeOptions, type ProbeReport } from '@pod-contagion/chaos/probe';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { PROBE_FLAGS, type ProbeFlags } from '../flags/probe.ts';
import { planProbe } from '../plans/probe.ts';
import { withSession } from '../session/session.ts';

/** `pod-chaos probe`: asks a URL at a fixed rate and says for how long it did not answer. */
export const probeCommand: CommandDef = defineCommand({
  meta: {
    name: 'probe',
    description: 'Asks a URL at a fixed rate, on new and on kept-alive connections, and reports outages',
  },
  args: describeFlags(PROBE_FLAGS),
  run: ({ rawArgs }) => probe(readFlags(PROBE_FLAGS, rawArgs, usageError)),
});

function probe(flags: ProbeFlags): Promise<number> {
  const options = planProbe(flags);
  readProbeOptions(options);
  return withSession(flags.json, async ({ output, interrupt }) => {
    const report = await probeUrl(options, interrupt.signal, (sample) => {
      if (flags.samples) output.result('sample', sample, []);
    });
    output.result('report', report, formatProbeReport(report));
    return exitCodeOf(report, flags['fail-after']);
  });
}

/** 1 where an outage was longer than it may be; the report's seconds are rounded, its milliseconds are not. */
function exitCodeOf({ connections, durationMs }: ProbeReport, failAfterMs: number | undefined): number {
  const lengthsMs = connections.flatMap(({ outages, longestOutageSeconds }) => [
    longestOutageSeconds * 1_000,
    ...outages.map(({ beginMs, endMs = durationMs }) => endMs - beginMs),
  ]);
  return failAfterMs !== undefined && lengthsMs.some((lengthMs) => lengthMs > failAfterMs) ? 1 : 0;
}
