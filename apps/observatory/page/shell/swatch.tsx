import { CODE } from '@pod-contagion/observatory';
import type { VNode } from 'preact';
import { MARK_COLOURS, MARKS } from '../state/marks.ts';
import { COLOURS } from '../state/palette.ts';

/** A condition as its cell is drawn: colour, outline and mark. */
export function Swatch(props: Readonly<{ code: number }>): VNode {
  const { code } = props;
  return (
    <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true" data-code={code}>
      <rect
        class={code === CODE.ended ? 'outlined' : 'filled'}
        x="0.5"
        y="0.5"
        width="9"
        height="9"
        fill={COLOURS[code] ?? 'none'}
      />
      {MARKS[code] !== '' && <path d={MARKS[code] ?? ''} fill={MARK_COLOURS[code] ?? 'currentColor'} />}
    </svg>
  );
}
