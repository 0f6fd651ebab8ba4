import { effect } from '@preact/signals';
import { grouping } from '../panels/field/grouping.ts';
import { GROUPINGS } from '../panels/field/slots.ts';
import { shareTables } from '../panels/tables/shown-tables.ts';
import { rules } from '../game/state.ts';
import { takeToken } from '../game/token.ts';
import { followAddress, shareInAddress, shareWord } from '../state/address.ts';
import { followSystem, shownTheme } from '../state/appearance.ts';
import { keepFinding } from '../state/find.ts';
import { shareSelection } from '../state/selection.ts';
import { shareSpeed } from '../state/transport.ts';
import { tryAgain } from '../state/try-again.ts';
import { lessMotion, model, search, tab, TABS, theme, THEMES, version } from '../state/store.ts';
import { mode } from '../stream/feeding.ts';
import { tickFreshness } from '../stream/freshness.ts';
import { openDropped } from '../stream/open-file.ts';
import { showServer } from '../stream/sources.ts';
import { followKeys } from './follow-keys.ts';
import { view, VIEWS } from './panel-header.tsx';

/** How often the age of what is shown counts on, in ms; and with less motion. */
const TICK_MS = 500;
const CALM_TICK_MS = 1_000;

/** Starts everything that goes on for as long as the page is open. */
export function begin(): void {
  takeToken();
  followSystem();
  shareWord('theme', theme, THEMES);
  shareWord('tab', tab, TABS, true);
  shareWord('view', view, VIEWS, true);
  shareWord('by', grouping, GROUPINGS);
  shareSelection();
  shareInAddress('q', {
    write: () => (search.value === '' ? undefined : search.value),
    read: (text) => {
      search.value = text ?? '';
    },
  });
  shareSpeed();
  shareTables();
  shareSource();
  followAddress();
  keepFinding();
  followKeys();
  openDropped();
  effect(() => {
    const { dataset } = document.documentElement;
    if (shownTheme.value === 'auto') delete dataset['theme'];
    else dataset['theme'] = shownTheme.value;
  });
  effect(() => {
    const timer = setInterval(tickFreshness, lessMotion.value ? CALM_TICK_MS : TICK_MS);
    return () => clearInterval(timer);
  });
  showServer();
  void tryAgain(() => import('../game/orders.ts')).then(async ({ askRules }) => {
    rules.value = await askRules();
  });
  shareMode();
}

/** Whether it simulates stands in the address; a cluster or a file is what the server, or whoever reads it, has. */
function shareMode(): void {
  shareInAddress('mode', {
    write: () => (mode.value === 'simulate' ? mode.value : undefined),
    read: (text) => {
      if (text === 'simulate') mode.value = text;
      else if (mode.peek() === 'simulate') showServer();
    },
    isStep: true,
  });
}

/** What is watched stands in the address for whoever reads it; the server alone decides it. */
function shareSource(): void {
  const read = (): void => {};
  shareInAddress('ns', {
    write: () => (void version.value, model.source?.namespace || undefined),
    read,
  });
  shareInAddress('sel', {
    write: () => (void version.value, model.source?.selector || undefined),
    read,
  });
}
