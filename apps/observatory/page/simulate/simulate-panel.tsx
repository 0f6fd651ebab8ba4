import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { chartSpan } from '../state/charts.ts';
import { play } from '../state/transport.ts';
import { changeSimulation, shareSimulation, simulationTexts } from './address.ts';
import { ControlRow } from './control-row.tsx';
import { GROUPS } from './controls.ts';
import { outcomeOf } from './outcome.ts';
import { planOf } from './plan.ts';
import { SameElsewhere } from './same-elsewhere.tsx';
import { keepSimulating, simulation } from './run-simulation.ts';

/** The settings of a simulation, and what it comes to. */
export function SimulatePanel(): VNode {
  useEffect(() => {
    shareSimulation();
    return keepSimulating();
  }, []);
  const isChanged = Object.keys(simulationTexts.value).length > 0;
  return (
    <section class="panel simulate" aria-label="Simulate">
      <div class="simulate-buttons">
        <button type="button" onClick={() => play(chartSpan.peek()[0])}>
          play from the start
        </button>
        <button type="button" title="The same settings, other chance" onClick={nextSeed}>
          next seed
        </button>
        <button
          type="button"
          disabled={!isChanged}
          title="All settings as they usually are"
          onClick={() => {
            simulationTexts.value = {};
          }}
        >
          as usual
        </button>
      </div>
      <ul class="outcome" aria-live="polite" aria-label="What it comes to">
        {outcomeOf(simulation.value).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {GROUPS.map(({ title, isOpen, controls }) => (
        <details key={title} open={isOpen || controls.some(({ key }) => key in simulationTexts.peek())}>
          <summary>{title}</summary>
          {controls.map((control) => (
            <ControlRow key={control.key} control={control} />
          ))}
        </details>
      ))}
      <SameElsewhere />
    </section>
  );
}

function nextSeed(): void {
  changeSimulation('seed', String(planOf(simulationTexts.peek()).plan.seed + 1));
}
