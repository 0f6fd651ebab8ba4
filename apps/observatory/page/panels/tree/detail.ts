/** Up to so many branches a pixel row each of them is drawn. */
export const MAX_BRANCHES_A_PIXEL = 1.5;

/** Where there are more, a lineage of at least this height is drawn as a line of its own. */
export const LEAST_LINEAGE_PX = 10;

/** So such a lineage takes at least so many rows of the tree. */
export const LEAST_LINEAGE: number = Math.floor(LEAST_LINEAGE_PX * MAX_BRANCHES_A_PIXEL);
