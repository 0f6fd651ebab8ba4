import type { Model } from '@pod-contagion/observatory';
import type { Happening } from './happenings.ts';

/** Kubernetes' Events as the server hands them on, and why there are none or not all. */
export type Told = Readonly<{ happenings: readonly Happening[]; message: string | null; isCut: boolean }>;

/** Reads what `GET api/pod-events` answers; what is no Event is left out. */
export function readPodEvents(answer: unknown, model: Model): Told {
  const { events, message, isCut } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  const list: readonly unknown[] = Array.isArray(events) ? events : [];
  return {
    happenings: list.flatMap((each) => happeningOf(each, model)),
    message: typeof message === 'string' ? message : null,
    isCut: isCut === true,
  };
}

function happeningOf(event: unknown, { pods }: Model): readonly Happening[] {
  if (typeof event !== 'object' || event === null) return [];
  const { t, pod, reason, message, count, component } = event as Readonly<Record<string, unknown>>;
  if (typeof t !== 'number' || typeof pod !== 'string' || typeof reason !== 'string') return [];
  const row = pods.rowOfName(pod);
  const times = typeof count === 'number' && count > 1 ? ` (${count} times)` : '';
  const who = typeof component === 'string' && component !== '' ? `${component}: ` : '';
  return [
    {
      atMs: t,
      kind: reason,
      pod,
      number: row === undefined ? undefined : pods.first + row,
      text: `${who}${typeof message === 'string' ? message : ''}${times}`,
      row: undefined,
    },
  ];
}
