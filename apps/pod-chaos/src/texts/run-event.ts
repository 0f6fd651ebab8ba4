import type { RunEvent } from '@pod-contagion/chaos/run';
import { returnedText } from './returned.ts';
import { podText } from './pod.ts';

/** An event of a run as a line for people; undefined for what only machines want to know. */
export function runEventText(event: RunEvent): string | undefined {
  if (event.event === 'interrupted') return undefined;
  const text = whatHappened(event);
  return text === undefined ? undefined : `${podText(event.pod)}: ${text}`;
}

function whatHappened(event: Exclude<RunEvent, { event: 'interrupted' }>): string | undefined {
  switch (event.event) {
    case 'injected':
      return `agent ${event.container} is put in`;
    case 'waiting':
      return `agent ${event.container} does not start yet: ${event.reason} ${event.message}`.trimEnd();
    case 'applied':
      return `in place; its agent ends it at ${event.endsAt}`;
    case 'returned':
      return returnedText(event.returned);
    case 'ending':
      return `ending (${event.reason})`;
    case 'end-agent':
      return `agent ${event.container} ends it: ${event.why}`;
    case 'unreachable':
      return `can't be looked at for now, an agent in it goes on alone: ${event.message}`;
    case 'reachable':
      return 'can be looked at again';
    case 'log-unavailable':
      return `the agent's log can't be read, so its report is waited for: ${event.message}`;
    case 'begun':
    case 'effect':
    case 'done':
      return undefined;
  }
}
