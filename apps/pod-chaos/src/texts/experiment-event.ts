import type { ExperimentEvent } from '@pod-contagion/experiments';
import { formatDuration } from '@pod-contagion/notations';

/** An event of an experiment as a line for people; undefined where another line says it. */
export function experimentEventText(event: ExperimentEvent): string | undefined {
  switch (event.event) {
    case 'begin':
      return `experiment: ${event.title}`;
    case 'refused':
      return `not begun: ${event.why}`;
    case 'hypothesis':
      return event.when === 'during' ? undefined : `hypothesis, ${event.when} the method: ${event.title}`;
    case 'hypothesis-done':
      if (event.met) return event.when === 'during' ? undefined : 'the hypothesis is met';
      return `the hypothesis is NOT met ${event.when} the method: ${event.probe ?? ''}: ${event.why ?? ''}`;
    case 'pause':
      return `waiting ${formatDuration(event.ms)} ${event.when} ${event.name}`;
    case 'activity':
      return undefined;
    case 'activity-line':
      return `  ${event.name}: ${event.line}`;
    case 'activity-done':
      return activityText(event);
    case 'rollbacks':
      return `rollbacks (${event.strategy}): ${event.play ? 'played' : 'not played'}`;
    case 'undo':
      return `ending a fault that goes on: ${event.name}`;
    case 'undone':
      return event.ended
        ? `proven gone: ${event.name}`
        : `NOT proven gone: ${event.name}: ${event.why ?? ''}`;
  }
}

function activityText({ name, run }: Extract<ExperimentEvent, { event: 'activity-done' }>): string {
  const { type } = run.activity as { type: string };
  const after = formatDuration(Math.round((run.duration ?? 0) * 1_000));
  if (run.status === 'failed') return `${type} ${name}: FAILED after ${after}: ${run.exception?.[0] ?? ''}`;
  return `${type} ${name}: done after ${after}`;
}
