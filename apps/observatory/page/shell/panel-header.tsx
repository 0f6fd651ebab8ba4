import { signal, type Signal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';

/** Which panel has the whole screen; `all` for none. */
export const VIEWS = ['all', 'field', 'curve', 'reproduction', 'tree', 'tabs'] as const;
export type View = (typeof VIEWS)[number];

export const view: Signal<View> = signal('all');

/** The line above a panel: what it is, its buttons, and one that gives it the whole screen. */
export function PanelHeader(
  props: Readonly<{ title: string; view?: View; children?: ComponentChildren }>,
): VNode {
  const { view: own } = props;
  const isWhole = own !== undefined && view.value === own;
  return (
    <header class="panel-header">
      <h2>{props.title}</h2>
      {props.children}
      {own !== undefined && (
        <button
          type="button"
          class="small"
          aria-pressed={isWhole}
          aria-label={isWhole ? `${props.title}: back to all panels` : `${props.title}: whole screen`}
          onClick={() => {
            view.value = isWhole ? 'all' : own;
          }}
        >
          {isWhole ? '⤡' : '⤢'}
        </button>
      )}
    </header>
  );
}
