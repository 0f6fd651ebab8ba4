import type { Shared } from '../../state/address.ts';
import type { TreeState } from './tree-state.ts';
import type { Window } from './window.ts';

/** What of the tree is seen, as a part of the address; undefined for all of it. */
export function sharedWindow({ window, isFollowing }: Pick<TreeState, 'window' | 'isFollowing'>): Shared {
  return {
    write: () => window.value && writeWindow(window.value, isFollowing.value),
    read: (text) => {
      const read = text === undefined ? undefined : readWindow(text);
      isFollowing.value = read?.isFollowing === true;
      window.value = read?.window;
    },
  };
}

/** `from-until` in ms since 1970, or `span-` in ms for the last ones as it grows; then the rows, as shares of all, where they are fewer. */
export function writeWindow({ fromMs, untilMs, top, bottom }: Window, isFollowing: boolean): string {
  const [from, until] = [fromMs, untilMs].map(Math.round) as [number, number];
  const time = isFollowing ? `${until - from}-` : `${from}-${until}`;
  const rows = [top, bottom].map((share) => Number(share.toFixed(6)));
  return top === 0 && bottom === 1 ? time : `${time},${rows.join('-')}`;
}

/** The same back; undefined where it makes no sense. */
export function readWindow(text: string): Readonly<{ window: Window; isFollowing: boolean }> | undefined {
  const parts = /^(\d+)-(\d*)(?:,([\d.]+)-([\d.]+))?$/.exec(text);
  if (parts === null) return undefined;
  const [, first = '', second = '', top = '0', bottom = '1'] = parts;
  const isFollowing = second === '';
  const [fromMs, untilMs] = isFollowing ? [0, Number(first)] : [Number(first), Number(second)];
  const window = { fromMs, untilMs, top: Number(top), bottom: Number(bottom) };
  const isOne = window.fromMs < window.untilMs && window.top < window.bottom && window.bottom <= 1;
  return isOne ? { window, isFollowing } : undefined;
}
