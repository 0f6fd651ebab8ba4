import type { VNode } from 'preact';
import { model, version } from '../state/store.ts';
import { seenMs } from '../state/seen-ms.ts';
import { clockTime } from '../state/words.ts';
import { freshness } from '../stream/freshness.ts';

/** On paper: what it is of, and when. */
export function PrintLine(): VNode {
  void version.value;
  const { source } = model;
  const of =
    source === undefined ? '' : `${source.kind}: ${source.name} ${source.namespace} ${source.selector}`;
  const atMs = seenMs();
  return (
    <p class="print-line">
      {of} · {freshness.value} · {new Date(atMs).toLocaleDateString()} {clockTime(atMs)}
    </p>
  );
}
