import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { offer } from '../export/sources.ts';
import { shownInks } from './drawing/inks.ts';
import type { Paint } from './drawing/pen.ts';
import { pictureIn } from './drawing/picture.ts';

/** A panel that is drawn otherwise on the screen, for speed, says how a pen draws it for a file. */
export function useOffer(
  place: RefObject<Element | null>,
  { name, title, paint }: Readonly<{ name: string; title: string; paint: () => Paint | Promise<Paint> }>,
): void {
  useEffect(
    () =>
      offer({
        name,
        title,
        table: undefined,
        picture: async () => {
          if (place.current === null) throw new Error('it is not on the screen');
          return pictureIn(place.current, await paint(), shownInks.peek());
        },
      }),
    [],
  );
}
