import { play } from '../game/state.ts';
import { openExport } from '../export/open-export.ts';
import { changeSpeed, playOrPause, step, toNewest } from '../state/transport.ts';
import { select } from '../state/selection.ts';
import { search, selectedPod, tab, TABS, theme, THEMES } from '../state/store.ts';
import { actionOf, type Action } from './key-actions.ts';
import { isHelpOpen } from './help-state.ts';
import { view } from './panel-header.tsx';

/** Does what keys ask for, wherever the focus is; but for a dialog, below which nothing is to happen, and which Escape closes by itself. */
export function followKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const type = target instanceof HTMLInputElement ? target.type : undefined;
    const action = actionOf(event, { tagName: target.tagName, ...(type === undefined ? {} : { type }) });
    if (action === undefined) return;
    event.preventDefault();
    act(action);
  });
}

function act(action: Action): void {
  switch (action) {
    case 'search':
      document.getElementById('search')?.focus();
      break;
    case 'play':
      playOrPause();
      break;
    case 'step-back':
      step(-1);
      break;
    case 'step-on':
      step(1);
      break;
    case 'slower':
      changeSpeed(-1);
      break;
    case 'faster':
      changeSpeed(1);
      break;
    case 'newest':
      toNewest();
      break;
    case 'theme':
      theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'auto';
      break;
    case 'export':
      openExport();
      break;
    case 'hit':
      hitChosen();
      break;
    case 'help':
      isHelpOpen.value = true;
      break;
    case 'clear':
      clear();
      break;
    default:
      tab.value = TABS[Number(action.slice(-1)) - 1] ?? 'graph';
  }
}

/** Lets go of one thing: what is chosen, what is searched, the panel that has the whole screen. */
function clear(): void {
  if (selectedPod.value !== undefined) select(undefined);
  else if (search.value !== '') search.value = '';
  else view.value = 'all';
}

/** The game is loaded with its panel. */
function hitChosen(): void {
  const pod = selectedPod.value;
  if (pod === undefined || (play.value !== 'practice' && play.value !== 'live')) return;
  void import('../game/game.ts').then(({ hit }) => hit(pod));
}
