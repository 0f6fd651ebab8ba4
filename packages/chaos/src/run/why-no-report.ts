import { describeError } from '@pod-contagion/errors';
import type { AgentEnd } from './follow.ts';

/** An agent that was followed and gave no report. */
export type WithoutReport = Exclude<AgentEnd, Readonly<{ is: 'reported' }>>;

/** Why there is no report of an agent, in a few words: who it was, and what was to be had of it. */
export function whyNoReport(
  end: WithoutReport,
  { agent = 'the agent', awaited = 'the answer' }: Readonly<{ agent?: string; awaited?: string }> = {},
): string {
  switch (end.is) {
    case 'died':
      return `${agent} died: ${end.how}`;
    case 'never':
      return `${agent} did not start: ${end.why}`;
    case 'gone':
      return end.why;
    case 'overdue':
      return `${agent} did not end in time`;
    case 'unreachable':
      return describeError(end.error);
    case 'stopped':
      return `nobody waited for ${awaited}`;
  }
}
