import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { view } from '../shell/panel-header.tsx';
import { tab, TABS, type Tab } from '../state/store.ts';

/** What each tab loads when it is opened first. */
const PANELS: Readonly<Record<Tab, () => Promise<FunctionComponent>>> = {
  graph: async () => (await import('./graph/graph-panel.tsx')).GraphPanel,
  heatmap: async () => (await import('./heatmap/heatmap-panel.tsx')).HeatmapPanel,
  distributions: async () => (await import('./distributions/distributions-panel.tsx')).DistributionsPanel,
  podders: async () => (await import('./podders/podders-panel.tsx')).PoddersPanel,
  events: async () => (await import('./events/events-panel.tsx')).EventsPanel,
  raw: async () => (await import('./raw/raw-panel.tsx')).RawPanel,
};

const TITLES: Readonly<Record<Tab, string>> = {
  graph: 'Graph',
  heatmap: 'Heatmap',
  distributions: 'Distributions',
  podders: 'Podders',
  events: 'Events',
  raw: 'Raw',
};

/** The tabs, and the panel of the one that is open. */
export function TabPanel(): VNode {
  const [panels, setPanels] = useState<Partial<Record<Tab, FunctionComponent>>>({});
  const [failed, setFailed] = useState<Tab | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);
  const open = tab.value;
  const Panel = panels[open];
  const isWhole = view.value === 'tabs';

  useEffect(() => {
    if (Panel !== undefined || failed === open) return;
    PANELS[open]().then(
      (loaded) => setPanels((before) => ({ ...before, [open]: loaded })),
      () => setFailed(open),
    );
  }, [open, failed, Panel]);

  const onKey = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: (TABS.indexOf(open) + TABS.length - 1) % TABS.length,
      ArrowRight: (TABS.indexOf(open) + 1) % TABS.length,
      Home: 0,
      End: TABS.length - 1,
    };
    const to = TABS[steps[event.key] ?? -1];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    tab.value = to;
    list.current?.querySelector<HTMLElement>(`#tab-${to}`)?.focus();
  };

  return (
    <section class="tab-panel" aria-label="Details">
      <div class="tab-line">
        <div role="tablist" aria-label="Details" ref={list} onKeyDown={onKey}>
          {TABS.map((each, index) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`tab-${each}`}
              aria-selected={each === open}
              aria-controls="tab-body"
              aria-keyshortcuts={String(index + 1)}
              tabIndex={each === open ? 0 : -1}
              onClick={() => (tab.value = each)}
            >
              {TITLES[each]}
            </button>
          ))}
        </div>
        <button
          type="button"
          class="small"
          aria-pressed={isWhole}
          aria-label={isWhole ? 'Details: back to all panels' : 'Details: whole screen'}
          onClick={() => (view.value = isWhole ? 'all' : 'tabs')}
        >
          {isWhole ? '⤡' : '⤢'}
        </button>
      </div>
      <div role="tabpanel" id="tab-body" aria-labelledby={`tab-${open}`}>
        {Panel !== undefined && <Panel />}
        {Panel === undefined && failed !== open && <p class="nothing">Loading {TITLES[open]} …</p>}
        {Panel === undefined && failed === open && (
          <p class="nothing">
            {TITLES[open]} could not be loaded from the server of this page: is it still running?{' '}
            <button type="button" onClick={() => setFailed(undefined)}>
              try again
            </button>
          </p>
        )}
      </div>
    </section>
  );
}
