// What an entry of the wheel is about: its lowest five bits. Some carry the lowest bits of the life that they are of.
// Single numbers, in a file that imports nothing: bundlers write them where they are used, which a member of an object is not.

export const ready = 0;
export const unready = 8;
export const sneeze = 16;
export const death = 24;
export const retry = 25;
export const up = 26;
export const endpoint = 27;
/** Of a sneeze that was under way: the place of its flight stands where a pod does. */
export const arrival = 28;
/** Of a node: which one stands where a pod does; one that is not there is the ReplicaSet. */
export const node = 29;
/** Of a starter that ends. */
export const leave = 30;
/** A new pod is made by a ReplicaSet that takes its time, or has come to its node, where starts wait for each other. */
export const begin = 31;
