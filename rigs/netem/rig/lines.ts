/** One thing that is claimed of the agent, what was measured, and whether that holds. */
export type Claim = Readonly<{
  group: string;
  what: string;
  expected: string;
  measured: string;
  holds: boolean;
}>;

/** What the guest says over its serial console, one JSON object a line after the marker. */
export type GuestLine =
  | Readonly<{ event: 'up'; kernel: string; node: string }>
  | Readonly<{ event: 'group'; group: string }>
  | ({ event: 'claim' } & Claim)
  | Readonly<{ event: 'broken'; group: string; error: string }>
  | Readonly<{ event: 'done'; seconds: number }>;

/** Lines of the guest that are meant for the host begin with it; all others are the kernel's. */
export const MARKER = '@netem ';
