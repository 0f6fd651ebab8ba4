import { CONDITIONS } from '@pod-contagion/epidemic';
import { effect } from '@preact/signals';
import { announce } from './announce.ts';
import { findPods } from './pods-search.ts';
import { cursorMs, found, model, moment, search, version } from './store.ts';

/** What is found of pods whose condition changes is found anew so often, in ms. */
const AGAIN_MS = 500;

/** Searches for something; '' for nothing. */
export function findNow(text: string): void {
  search.value = text;
  if (text !== '') announce(`${found.value?.size ?? 0} pods found`);
}

/** Finds what is searched for as long as the page is there. */
export function keepFinding(): void {
  let foundAtMs = 0;
  let before: readonly unknown[] = [];
  effect(() => {
    void version.value;
    const now = [search.value, cursorMs.value];
    const nowMs = performance.now();
    const isSame = now.every((each, place) => each === before[place]);
    if (isSame && (search.value === '' || nowMs - foundAtMs < AGAIN_MS)) return;
    before = now;
    foundAtMs = nowMs;
    const shown = moment.peek();
    const place = shown && { model, moment: shown, conditions: CONDITIONS };
    found.value = place && findPods(place, search.value);
  });
}
