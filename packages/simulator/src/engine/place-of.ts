import * as COUNT from './count.ts';

/** The place of each count by its name, where which one it is is known only at run time. */
export const PLACE_OF: Readonly<Record<keyof typeof COUNT, number>> = { ...COUNT };
