import type { VNode } from 'preact';
import { model, version } from '../state/store.ts';
import { mode } from '../stream/feeding.ts';
import { sourceWords } from './source-words.ts';

/** What is known of a cluster beside what its API server tells, and what is not. */
export function SourceNote(): VNode | null {
  void version.value;
  const { source, status } = model;
  if (mode.value !== 'live' || source?.kind !== 'cluster' || status === undefined) return null;
  return <span class="quiet small source-note">{sourceWords(status)}</span>;
}
