// Words of a pod's lineage, where it is kept: beside its record, as nothing but an infection asks for it.

export const generation = 0;
/** The number of its infection. */
export const infection = 1;
export const exposedAt = 2;
/** How many it has infected. */
export const offspring = 3;
