import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { play, rules } from '../game/state.ts';
import { openExport } from '../export/open-export.ts';
import { findNow } from '../state/find.ts';
import { found, model, search, shownMs, strain, theme, THEMES, version } from '../state/store.ts';
import { speed } from '../state/transport.ts';
import { timeSpan } from '../state/words.ts';
import { mode, MODES, type Mode } from '../stream/feeding.ts';
import { ageMs, freshness } from '../stream/freshness.ts';
import { openFile } from '../stream/open-file.ts';
import { showServer } from '../stream/sources.ts';
import { isHelpOpen } from './help-state.ts';
import { later } from './later.tsx';

const SourceNote = later(async () => (await import('./source-note.tsx')).SourceNote);

/** What is watched, how old it is, and what is chosen for all panels. */
export function Header(): VNode {
  return (
    <header class="top">
      <h1>Pod Contagion</h1>
      <SourceName />
      <Badge />
      <SourceNote />
      <span class="gap" />
      <StrainChoice />
      <Search />
      <ModeChoice />
      <GameButton />
      <button
        type="button"
        title="Colours: as the system, dark, light (T)"
        onClick={() => {
          theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'auto';
        }}
      >
        {theme.value}
      </button>
      <button type="button" title="Save pictures and data (E)" onClick={openExport}>
        export
      </button>
      <button
        type="button"
        title="Keys, colours, numbers (?)"
        aria-label="Help"
        onClick={() => {
          isHelpOpen.value = true;
        }}
      >
        ?
      </button>
    </header>
  );
}

function SourceName(): VNode {
  void version.value;
  const { source } = model;
  const parts = source === undefined ? ['no source yet'] : [source.name, source.namespace, source.selector];
  return <p class="source">{parts.filter((each) => each !== '').join(' · ')}</p>;
}

const SAYS: Readonly<Record<string, string>> = {
  CONNECTING: 'The server is asked for what there is.',
  WAITING: 'The server has not seen a cluster yet, and tries again by itself.',
  LIVE: 'As it is now; the number is since when nothing was heard. It is heard of every five seconds at least.',
  PAST: 'A moment of the past, so long ago; what is now goes on behind it. L goes back to it.',
  STALE: 'Nothing was heard for so long: what is shown may have changed since. It is tried again by itself.',
  REPLAY: 'A recording.',
  SIMULATED: 'Computed here, in this page.',
};

function Badge(): VNode {
  const { value } = freshness;
  const hasAge = value === 'LIVE' || value === 'STALE';
  return (
    <p class={`badge ${value.toLowerCase()}`} title={SAYS[value]} role="status">
      {value}
      <span aria-hidden="true">
        {hasAge && ` ${timeSpan(ageMs.value)}`}
        {value === 'PAST' && ` ${timeSpan(model.tMs - shownMs.value)}`}
        {value === 'REPLAY' && ` ${speed.value}×`}
      </span>
    </p>
  );
}

function StrainChoice(): VNode | null {
  void version.value;
  if (model.strains.length < 2) return null;
  return (
    <select
      aria-label="Strain"
      value={String(strain.value ?? '')}
      onChange={(event) => {
        const { value } = event.currentTarget;
        strain.value = value === '' ? undefined : Number(value);
      }}
    >
      <option value="">all strains</option>
      {model.strains.map((name, place) => (
        <option key={name} value={String(place)}>
          strain {name}
        </option>
      ))}
    </select>
  );
}

function Search(): VNode {
  return (
    <span class="search">
      <input
        id="search"
        type="search"
        placeholder="/ name, node=, gen>3"
        aria-label="Search pods: part of a name, node=, owner=, label=, is=, gen>3, restarts>2"
        value={search.value}
        onInput={(event) => findNow(event.currentTarget.value)}
      />
      {found.value !== undefined && <output for="search">{found.value.size}</output>}
    </span>
  );
}

const MODE_WORDS: Readonly<Record<Mode, string>> = {
  live: 'live',
  replay: 'replay a file …',
  simulate: 'simulate',
};

function GameButton(): VNode | null {
  if (rules.value === undefined) return null;
  return (
    <button
      type="button"
      aria-pressed={play.value !== 'off'}
      onClick={() => {
        if (play.value === 'off') play.value = 'choosing';
      }}
    >
      game
    </button>
  );
}

function ModeChoice(): VNode {
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <select
        aria-label="What is shown"
        value={mode.value}
        onChange={(event) => {
          const next = MODES.find((each) => each === event.currentTarget.value);
          event.currentTarget.value = mode.value;
          if (next === 'replay') file.current?.click();
          else if (next === 'live') showServer();
          else mode.value = 'simulate';
        }}
      >
        {MODES.map((each) => (
          <option key={each} value={each}>
            {MODE_WORDS[each]}
          </option>
        ))}
      </select>
      <input
        ref={file}
        type="file"
        hidden
        accept=".ndjson,.gz"
        aria-label="Recording"
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen !== undefined) void openFile(chosen, chosen.name);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
