/**
 * How a direction of a connection ends: `half` where the writer has said all, and the other direction goes on; `cut` where
 * the connection is over in both.
 */
export type Ending = 'half' | 'cut';

/** What bytes go into: a stage, or the socket at the end. It takes whatever it is given; who gives looks for room before. */
export type Outlet = {
  /** Bytes in their order. `atMs` is when they were read, and later by each latency that they have been through. */
  take: (data: Buffer, atMs: number) => void;
  /** Nothing comes after this, but perhaps a `cut` after a `half`. */
  end: (ending: Ending) => void;
};
