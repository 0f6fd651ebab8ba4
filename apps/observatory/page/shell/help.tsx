import { CONDITIONS } from '@pod-contagion/epidemic';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { MARK_WORDS } from '../state/marks.ts';
import { MEANINGS } from '../state/conditions.ts';
import { isHelpOpen } from './help-state.ts';
import { KEYS } from './key-actions.ts';
import { Swatch } from './swatch.tsx';

const NUMBERS: readonly (readonly [string, string])[] = [
  [
    'R',
    'How many each infects, from the infections of a window and the times between infector and infected (Cori 2013), with its 95 % interval. Growing or dying is said only where the whole interval lies on one side of 1.',
  ],
  ['infections/s', 'Infections in that window, divided by its length.'],
  [
    'attack rate',
    'Distinct pods that were infected by the moment that is shown / pods that could have been by then.',
  ],
  ['generations', 'The longest chain of who infected whom, up to that moment.'],
];

/** Keys, colours and numbers, over the page. It closes itself before it goes, so that the focus comes back to where it was. */
export function Help(): VNode {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => ref.current?.showModal(), []);
  return (
    <dialog
      ref={ref}
      class="help"
      aria-label="Help"
      onClose={() => {
        isHelpOpen.value = false;
      }}
      onKeyDown={({ key }) => {
        if (key === '?') ref.current?.close();
      }}
    >
      <form method="dialog">
        <button type="submit">close</button>
      </form>
      <div class="help-columns">
        <section>
          <h2>Keys</h2>
          <dl>
            {KEYS.map(({ shown, words }) => (
              <div key={shown}>
                <dt>
                  <kbd>{shown}</kbd>
                </dt>
                <dd>{words}</dd>
              </div>
            ))}
            <div>
              <dt>
                <kbd>← ↑ → ↓</kbd>
              </dt>
              <dd>move in the panel that has the focus; Enter opens</dd>
            </div>
          </dl>
        </section>
        <section>
          <h2>Colours and marks</h2>
          <dl>
            {CONDITIONS.map((condition, code) => (
              <div key={condition}>
                <dt>
                  <Swatch code={code} /> {condition}
                </dt>
                <dd>
                  {MEANINGS[code]} Mark: {MARK_WORDS[code]}.
                </dd>
              </div>
            ))}
          </dl>
          <p>
            Dashed ring: hit by a fault of the chaos toolkit. Line from pod to pod: an infection of the last
            two seconds.
          </p>
        </section>
        <section>
          <h2>Numbers</h2>
          <dl>
            {NUMBERS.map(([name, meaning]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <h2>Search</h2>
          <p>
            A part of a name; <code>node=node-1</code>, <code>owner=generic</code>, <code>is=waiting</code>,{' '}
            <code>gen&gt;3</code>, <code>restarts&gt;=2</code>; several words at once. A label:{' '}
            <code>label=role</code> whatever its value, <code>label=role=generic</code>, or only{' '}
            <code>role=generic</code> where its key is none of the words before.
          </p>
          <h2>Pointer</h2>
          <p>
            Click a curve to go to a moment, drag over it to choose what estimates are of. Drop a recording
            anywhere.
          </p>
        </section>
      </div>
    </dialog>
  );
}
