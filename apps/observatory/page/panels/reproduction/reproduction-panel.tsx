import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { estimates } from '../../estimates/estimates.ts';
import { keepEstimating } from '../../estimates/run-estimates.ts';
import { later } from '../../shell/later.tsx';
import { PanelHeader } from '../../shell/panel-header.tsx';
import { useOffer } from '../use-offer.ts';
import { IncidenceChoice, ReproductionCharts } from './reproduction-charts.tsx';
import { reproductionPicture } from './reproduction-picture.ts';
import { ReproductionTable } from './reproduction-table.tsx';
import { shown, SHOWN } from './shown.ts';
import { DEFINITIONS, edgeText, readings } from './sentences.ts';

/** It takes the simulator, which the first screen does not wait for. */
const WhatIfPanel = later(async () => (await import('../../simulate/what-if-panel.tsx')).WhatIfPanel);

/** Each has a button, which leads back to the charts as well. */
const BUTTONS = { 'what-if': 'what if', table: 'as table', about: 'what is this' } as const;

const TITLE = 'Reproduction and incidence';

/** How many each infects, and how many are infected, over time. */
export function ReproductionPanel(): VNode {
  const place = useRef<HTMLElement>(null);
  useEffect(keepEstimating, []);
  useOffer({ name: 'reproduction', title: TITLE, place, paint: reproductionPicture });
  return (
    <section class="panel reproduction" aria-label="Reproduction number" ref={place}>
      <PanelHeader title={TITLE} view="reproduction">
        {SHOWN.flatMap((each) => (each === 'charts' ? [] : [each])).map((each) => (
          <button
            key={each}
            type="button"
            class="small"
            aria-pressed={shown.value === each}
            onClick={() => {
              shown.value = shown.value === each ? 'charts' : each;
            }}
          >
            {BUTTONS[each]}
          </button>
        ))}
      </PanelHeader>
      <Readings hasBars={shown.value === 'charts'} />
      {shown.value === 'charts' && <ReproductionCharts />}
      {shown.value === 'what-if' && <WhatIfPanel />}
      {shown.value === 'table' && <ReproductionTable />}
      {shown.value === 'about' && <Definitions />}
    </section>
  );
}

function Readings(props: Readonly<{ hasBars: boolean }>): VNode {
  const { value } = estimates;
  const edge = value === undefined ? undefined : edgeText(value);
  return (
    <div class="readings">
      {readings(value).map((each) => (
        <span key={each}>{each}</span>
      ))}
      {edge !== undefined && <span title={edge}>right edge incomplete</span>}
      {props.hasBars && <IncidenceChoice />}
    </div>
  );
}

function Definitions(): VNode {
  const { value } = estimates;
  const edge = value === undefined ? undefined : edgeText(value);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="What is this">
      <dl>
        {DEFINITIONS.map(({ term, meaning, formula }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
            <dd class="formula">{formula}</dd>
          </div>
        ))}
      </dl>
      {edge !== undefined && <p>{edge}.</p>}
    </div>
  );
}
