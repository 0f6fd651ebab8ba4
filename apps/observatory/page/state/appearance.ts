import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { drawForPaper } from './next-frame.ts';
import { lessMotion, theme, type Theme } from './store.ts';

/** What canvases draw with, beside the colours of conditions; the same as the custom properties of shell.css. */
export type Ink = Readonly<{
  ground: string;
  text: string;
  /** Words and lines of less weight; still 4.5:1. */
  quiet: string;
  /** Lines of a grid. */
  line: string;
  /** Around a cell, so that pale colours are seen. */
  outline: string;
  accent: string;
}>;

const DARK: Ink = {
  ground: '#111418',
  text: '#e8eaed',
  quiet: '#a2a9b4',
  line: '#2b313a',
  outline: '#8b929c',
  accent: '#7cc4ff',
};
const LIGHT: Ink = {
  ground: '#ffffff',
  text: '#1a1c1f',
  quiet: '#555b66',
  line: '#d9dce1',
  outline: '#333333',
  accent: '#0b5cad',
};
const FORCED: Ink = {
  ground: 'Canvas',
  text: 'CanvasText',
  quiet: 'CanvasText',
  line: 'GrayText',
  outline: 'CanvasText',
  accent: 'Highlight',
};

const systemDark: Signal<boolean> = signal(true);
const systemForced: Signal<boolean> = signal(false);

/** Whether the page is on its way to paper, which is white whatever the screen is. */
const isPrinting: Signal<boolean> = signal(false);

/** The colours that were chosen, or those of paper; `auto` is what the system wishes. */
export const shownTheme: ReadonlySignal<Theme> = computed(() => (isPrinting.value ? 'light' : theme.value));

/** Whether the ground is dark. */
export const isDark: ReadonlySignal<boolean> = computed(() => {
  return shownTheme.value === 'auto' ? systemDark.value : shownTheme.value === 'dark';
});

/** What canvases draw with. */
export const ink: ReadonlySignal<Ink> = computed(() => {
  if (systemForced.value) return FORCED;
  return isDark.value ? DARK : LIGHT;
});

/** Follows what the system wishes: dark or light, forced colours, less motion, and paper. */
export function followSystem(): void {
  follow('(prefers-color-scheme: dark)', systemDark);
  follow('(forced-colors: active)', systemForced);
  follow('(prefers-reduced-motion: reduce)', lessMotion);
  follow('print', isPrinting);
  // The query is told with a frame, and a page is printed before that.
  addEventListener('beforeprint', () => {
    isPrinting.value = true;
    drawForPaper();
  });
  addEventListener('afterprint', () => {
    isPrinting.value = false;
  });
}

function follow(query: string, into: Signal<boolean>): void {
  const media = matchMedia(query);
  into.value = media.matches;
  media.addEventListener('change', () => {
    into.value = media.matches;
  });
}
