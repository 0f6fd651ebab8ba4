import type { VNode } from 'preact';
import { download } from '../export/download.ts';
import { Command } from '../shell/copy-button.tsx';
import { model } from '../state/store.ts';
import { simulationTexts } from './address.ts';
import { commandLine, shellText } from './command-line.ts';
import { START_MS } from './run-simulation.ts';
import { SimulatedCases } from './simulated-cases.ts';

/** The same run elsewhere: as a command, and its cases as that command writes them. */
export function SameElsewhere(): VNode {
  const { words, missing } = commandLine(simulationTexts.value);
  return (
    <details class="same">
      <summary>The same on the command line</summary>
      <Command text={shellText(words)} />
      {missing.length > 0 && <p class="quiet">No flags, but a manifest: {missing.join(', ')}.</p>}
      <button
        type="button"
        title="As npx contagion simulate --cases FILE.csv writes them"
        onClick={() => void save()}
      >
        save its cases as CSV
      </button>
    </details>
  );
}

async function save(): Promise<void> {
  const { linelistCsv } = await import('@pod-contagion/simulator/formats');
  await download('cases.csv', 'text/csv', linelistCsv(new SimulatedCases(model.infections, START_MS)));
}
