/** What an entry of the wheel is about: its lowest five bits. Some carry the lowest bits of the life that they are of. */
export const TAG = {
  ready: 0,
  unready: 8,
  sneeze: 16,
  death: 24,
  retry: 25,
  up: 26,
  endpoint: 27,
  /** Of a sneeze that was under way: the place of its flight stands where a pod does. */
  arrival: 28,
  /** Of a node: which one stands where a pod does. */
  node: 29,
  /** Of a starter that ends. */
  leave: 30,
  /** A new pod has come to its node, where starts wait for each other. */
  begin: 31,
} as const;
export const TAG_BITS = 31;
/** Where the number of the pod begins. */
export const TAG_SHIFT = 5;
export const LIFE_BITS = 7;
