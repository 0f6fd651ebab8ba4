/** What an entry of the wheel is about: its lowest five bits. Some carry the lowest bits of the life that they are of. */
export const TAG = { ready: 0, unready: 8, sneeze: 16, death: 24, retry: 25, up: 26, endpoint: 27 } as const;
export const TAG_BITS = 31;
/** Where the number of the pod begins. */
export const TAG_SHIFT = 5;
export const LIFE_BITS = 7;
