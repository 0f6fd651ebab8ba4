import { kubectl, word, type Source } from '@pod-contagion/observatory';

/** Lines for kubectl about one pod, each with what it is for, which act on the cluster that is shown; none for pods that are in none. */
export function kubectlLines(
  pod: string,
  source: Source | undefined,
): readonly Readonly<{ what: string; line: string }>[] {
  if (source === undefined || (source.recorded ?? source.kind) !== 'cluster') return [];
  const name = word(pod);
  const line = (what: string, ...words: readonly string[]) => ({ what, line: kubectl(source, ...words) });
  return [
    line('what it is', 'get', 'pod', name, '-o', 'wide'),
    line('what it went through', 'describe', 'pod', name),
    line('what its last container said', 'logs', name, '--previous'),
    line('its last words', 'get', 'pod', name, '-o', LAST_WORDS),
    line('its Events', 'get', 'events', `--field-selector=${word(`involvedObject.name=${pod}`)}`),
  ];
}

const LAST_WORDS = word('jsonpath={.status.containerStatuses[*].lastState.terminated.message}');
