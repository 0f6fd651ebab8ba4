/** Where in an entry its tag is: tag.ts. */
export const TAG_BITS = 31;
/** Where the number of the pod begins. */
export const TAG_SHIFT = 5;
export const LIFE_BITS = 7;
