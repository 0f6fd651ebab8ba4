import { formatDuration } from '@pod-contagion/notations';
import type { Action, Amount, Done, Intervention, Moment } from '@pod-contagion/simulator';
import { MAX_DONE_LINES } from '../limits.ts';

/** What is done, and when, as it is said on the command line. */
export function interventionText({ action, moment }: Intervention): string {
  const forText = 'forMs' in action && action.forMs !== undefined ? ` for ${seconds(action.forMs)}` : '';
  return `${actionText(action)} ${momentText(moment)}${forText}`;
}

/** What was done in a run, a line each; of many the first ones. */
export function doneLines(done: readonly Done[]): readonly string[] {
  const lines = done.slice(0, MAX_DONE_LINES).map(({ atMs, action, pods, isEnd }) => {
    const whom = action.type === 'kill' || action.type === 'disconnect' || action.type === 'scale';
    const much = whom ? `: ${pods} ${pods === 1 ? 'pod' : 'pods'}` : '';
    return `at ${formatDuration(atMs).padStart(6)} ${isEnd ? 'end of ' : ''}${actionText(action)}${much}`;
  });
  const left = done.length - lines.length;
  return left === 0 ? lines : [...lines, `       ... ${left} more`];
}

function actionText(action: Action): string {
  switch (action.type) {
    case 'kill':
    case 'disconnect':
      return `${action.type} ${amountText(action.amount)}`;
    case 'delay': {
      const [least, most] = action.delayMs;
      return `delay ${least === most ? seconds(least) : `${seconds(least)} to ${seconds(most)}`}`;
    }
    case 'loss':
      return `loss ${percent(100 * action.share)}`;
    case 'scale':
      return `scale ${action.pods}`;
    case 'close-service':
      return action.type;
  }
}

function momentText(moment: Moment): string {
  if (!('atMs' in moment)) {
    return `when ${moment.count} ${'least' in moment ? `>= ${moment.least}` : `<= ${moment.most}`}`;
  }
  const every = moment.everyMs === undefined ? '' : ` every ${seconds(moment.everyMs)}`;
  return `at ${seconds(moment.atMs)}${every}`;
}

function amountText(amount: Amount): string {
  if ('pods' in amount) return `${amount.pods.length} that were named`;
  return 'count' in amount ? String(amount.count) : percent(amount.percent);
}

function percent(value: number): string {
  return `${Math.round(value * 1e6) / 1e6} %`;
}

function seconds(durationMs: number): string {
  return `${durationMs / 1_000} s`;
}
