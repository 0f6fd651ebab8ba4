import type { EpidemicStore } from '@pod-contagion/epidemic';
import type { ObservedRun, SimulatedEvent } from '@pod-contagion/simulator';
import type { EndReason } from '../up/ending.ts';
import type { PlaybackClock } from './playback-clock.ts';

/** Who is shown a run while it is played; there is one at a terminal and one that reads JSON. */
export type Audience = Readonly<{
  /** Told once, before anything else. */
  begin: () => void;
  /** Told of each event as it happens; the store has learned of it just before. */
  hear: (event: SimulatedEvent) => void;
  /** Told that time has gone on by a short piece. */
  step: () => void;
  /** Told that nothing happens for a moment: time to show what is so. The first time is after the first events. */
  look: () => void;
  /** Gives the terminal back, and tells how it ended. */
  end: (reason: EndReason) => void;
}>;

/** What is played, and how fast. */
export type Playback = Readonly<{ run: ObservedRun; store: EpidemicStore; clock: PlaybackClock }>;
