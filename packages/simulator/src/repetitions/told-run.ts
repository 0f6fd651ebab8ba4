import type { Story } from '../stories/story.ts';

/** What one run of several came to. */
export type ToldRun = Omit<Story, 'generations'> &
  Readonly<{
    /** Which it is, from 1 on. */
    run: number;
    /** How many there were. */
    generations: number;
  }>;
