import type { Trouble } from '@pod-contagion/observatory';
import { computed, type ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import { connection, model, version } from '../state/store.ts';
import { badFile } from '../stream/open-file.ts';
import { mode } from '../stream/feeding.ts';
import { Command } from './copy-button.tsx';

/** What is wrong, if anything is: of a file that was opened, of the server, of its cluster. */
const trouble: ReadonlySignal<Omit<Trouble, 'kind'> | undefined> = computed(() => {
  void version.value;
  if (badFile.value !== undefined) {
    return { text: badFile.value, command: 'npx contagion observe --record FILE.ndjson.gz' };
  }
  if (mode.value === 'live' && model.cursor < 0 && connection.value === 'lost') {
    return {
      text: `Nothing answers at ${location.host}: what serves this page has ended, or the way to it is broken. It is tried again by itself; a recording can be dropped here meanwhile.`,
      command: 'npx contagion observe',
    };
  }
  if (mode.value === 'simulate') return undefined;
  const { status } = model;
  if (status?.trouble) return status.trouble;
  return status?.message ? { text: status.message, command: null } : undefined;
});

/** Says why there is nothing, or why it is old, and the one command that helps. */
export function TroubleNotice(): VNode | null {
  const { value } = trouble;
  if (value === undefined) return null;
  return (
    <div class="trouble" role="status">
      <p>{value.text}</p>
      {value.command !== null && <Command text={value.command} />}
      {badFile.value !== undefined && (
        <button
          type="button"
          onClick={() => {
            badFile.value = undefined;
          }}
        >
          close
        </button>
      )}
    </div>
  );
}
