import type { VNode } from 'preact';
import { Export } from '../export/export.tsx';
import { FieldPanel } from '../panels/field/field-panel.tsx';
import { TabPanel } from '../panels/tab-panel.tsx';
import { TreePanel } from '../panels/tree/tree-panel.tsx';
import { play } from '../game/state.ts';
import { announcement } from '../state/announce.ts';
import { selectedPod } from '../state/store.ts';
import { mode } from '../stream/feeding.ts';
import { freshness } from '../stream/freshness.ts';
import { Counters, Numbers } from './counters.tsx';
import { Header } from './header.tsx';
import { isHelpOpen } from './help-state.ts';
import { later } from './later.tsx';
import { view } from './panel-header.tsx';
import { TransportBar } from './transport-bar.tsx';

const Charts = later(async () => (await import('./charts.tsx')).Charts);
const Drawer = later(async () => (await import('./drawer.tsx')).Drawer);
const TroubleNotice = later(async () => (await import('./trouble.tsx')).TroubleNotice);
const PrintLine = later(async () => (await import('./print-line.tsx')).PrintLine);
const Help = later(async () => (await import('./help.tsx')).Help);
const GamePanel = later(async () => (await import('../game/game-panel.tsx')).GamePanel);
const SimulatePanel = later(async () => (await import('../simulate/simulate-panel.tsx')).SimulatePanel);

/** Everything that is on the screen. */
export function Page(): VNode {
  const isPlaying = play.value !== 'off';
  const isSimulating = mode.value === 'simulate' && play.value !== 'practice';
  const classes = [
    'page',
    `view-${view.value}`,
    selectedPod.value === undefined ? '' : 'has-drawer',
    isSimulating || isPlaying ? 'has-settings' : '',
    freshness.value === 'STALE' ? 'is-stale' : '',
  ];
  return (
    <div class={classes.filter(Boolean).join(' ')}>
      <Header />
      <div class="told">
        <Counters />
        <Numbers />
      </div>
      <TroubleNotice />
      <main>
        {(isSimulating || isPlaying) && (
          <div class="settings">
            {isPlaying && <GamePanel />}
            {isSimulating && <SimulatePanel />}
          </div>
        )}
        <FieldPanel />
        <div class="charts">
          <Charts />
        </div>
        <div class="tree">
          <TreePanel />
        </div>
        <div class="tabs">
          <TabPanel />
        </div>
        {selectedPod.value !== undefined && <Drawer />}
      </main>
      <TransportBar />
      <PrintLine />
      {isHelpOpen.value && <Help />}
      <Export />
      <p class="hidden" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </div>
  );
}
