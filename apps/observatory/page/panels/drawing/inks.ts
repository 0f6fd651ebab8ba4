import { computed, type ReadonlySignal } from '@preact/signals';
import { ink, isDark } from '../../state/appearance.ts';
import type { Inks } from './pen.ts';

/** The colours of a place on the page, as its theme has them. */
export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const of = (name: string, otherwise: string): string => {
    const value = style.getPropertyValue(name).trim();
    return value === '' ? otherwise : value;
  };
  const outline = of('--drawing-outline', 'transparent');
  return {
    ink: style.color,
    muted: of('--drawing-muted', '#888'),
    ground: of('--drawing-ground', '#111418'),
    accent: of('--drawing-accent', '#fff'),
    outline: outline === 'transparent' ? undefined : outline,
  };
}

/** The colours of what is drawn all the time, for which no style is asked each time. */
export const shownInks: ReadonlySignal<Inks> = computed(() => {
  const { text, quiet, ground, accent, outline } = ink.value;
  return { ink: text, muted: quiet, ground, accent, outline: isDark.value ? undefined : outline };
});
