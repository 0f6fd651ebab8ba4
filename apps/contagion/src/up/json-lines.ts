import { quoted } from '@pod-contagion/command-line';
import type { Epidemic } from '@pod-contagion/epidemic';
import type { TOTAL_FIELDS } from './line-kinds.ts';
import type { Reporter } from './reporter.ts';

/** Where lines of JSON go, and the two commands that a person may want to copy. */
export type JsonOutputs = Readonly<{ line: (text: string) => void; note: (text: string) => void }>;

/**
 * What is written where there is no terminal, or with --json: one JSON object a line, one line a change. `stamp` gives the fields
 * that tell when.
 */
export function createJsonLines(outputs: JsonOutputs, stamp: () => object = realTime): Reporter {
  const line = (event: string, fields: object): void =>
    outputs.line(`${JSON.stringify({ ...stamp(), event, ...fields })}\n`);
  let lastProgress = '';
  let ended = false;
  return {
    cluster({ kubeconfig, url }) {
      outputs.note(`export KUBECONFIG=${quoted(kubeconfig)}\n`);
      line('cluster', { kubeconfig, url });
    },
    service({ address, curl }) {
      outputs.note(`${curl}\n`);
      line('service', { address, curl });
    },
    page({ url }) {
      outputs.note(`${url}\n`);
      line('page', { url });
    },
    // The end is the last line, whatever is told after it.
    notice: (message) => (ended ? outputs.note(`${message}\n`) : line('notice', { message })),
    progress({ ready, wanted, reasons }) {
      const fields = { ready, wanted, reasons };
      const text = JSON.stringify(fields);
      if (text !== lastProgress) line('progress', fields);
      lastProgress = text;
    },
    ready: ({ tookMs }) => line('ready', { tookMs }),
    sneezed: ({ strain, from, answer }) => line('sneezed', { strain, from, answer }),
    change(epidemic, events) {
      const totals = totalsOf(epidemic);
      for (const { event, ...fields } of events) line(event, { ...fields, ...totals });
    },
    end({ reason, epidemic, tookMs }) {
      if (!ended) line('end', { reason, tookMs, ...totalsOf(epidemic) });
      ended = true;
    },
  };
}

function realTime(): object {
  return { time: new Date().toISOString() };
}

function totalsOf({
  podders,
  counts,
  ready,
  restarts,
  mostRestarts,
  infections,
  generations,
}: Epidemic): Readonly<Record<keyof typeof TOTAL_FIELDS, unknown>> {
  return { pods: podders.size, ready, counts, restarts, mostRestarts, infections, generations };
}
