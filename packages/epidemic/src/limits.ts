/** Every bound of what is remembered in one place. */

/** Most infections that are kept, about 300 bytes each; beyond it the oldest tenth is forgotten. */
export const MAX_INFECTIONS: number = 100_000;

/** How far the clocks of two nodes may be apart where it is looked who infected whom, in ms. */
export const CLOCK_MARGIN_MS: number = 500;
