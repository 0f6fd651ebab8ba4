// Words of a pod's lineage, where it is kept: beside its record, as nothing but an infection asks for it.
// Single numbers, in a file that imports nothing: bundlers write them where they are used, which a member of an object is not.

export const generation = 0;
/** The number of its infection. */
export const infection = 1;
export const exposedAt = 2;
/** How many it has infected. */
export const offspring = 3;
