import { CONDITIONS } from '@pod-contagion/epidemic';
import type { VNode } from 'preact';
import { model, version } from '../state/store.ts';

/** Everything that is on the screen. */
export function Page(): VNode {
  void version.value;
  return (
    <main>
      {CONDITIONS.map((condition, code) => (
        <p key={condition}>
          {condition} {model.counts[code]}
        </p>
      ))}
    </main>
  );
}
