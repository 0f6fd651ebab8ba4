import { possible, type Finding } from './check.ts';

/** What was found of the two ways to a container in one namespace: whether each is served, allowed and taken. */
export type ContainerWays = Readonly<{ exec: readonly Finding[]; agent: readonly Finding[] }>;

/**
 * Joins the findings of all namespaces. In each of them one way is enough, if it is open from end to end: then what
 * speaks against the other is a warning, and what is not known of the other harms nothing. What is told of several
 * namespaces, as what the cluster serves, is listed once, by the worst it means for one.
 */
export function joinWays(namespaces: readonly ContainerWays[]): Finding[] {
  const joined = new Map<string, Finding>();
  for (const ways of namespaces) {
    for (const finding of joinTwo(ways)) {
      const key = `${finding.check} ${finding.why}`;
      const known = joined.get(key);
      if (known === undefined || severity(finding) > severity(known)) joined.set(key, finding);
    }
  }
  return [...joined.values()];
}

function joinTwo({ exec, agent }: ContainerWays): Finding[] {
  const all = [...exec, ...agent];
  const answers = new Set([possible(exec), possible(agent)]);
  if (answers.has('yes')) return all.map(asUnneeded);
  // One may be open for all that is known: then the answer is unknown, not no.
  return answers.has('unknown') ? all.map(asWarning) : all;
}

function asWarning(finding: Finding): Finding {
  return finding.answer === 'no' ? { ...finding, answer: 'warning' } : finding;
}

function asUnneeded(finding: Finding): Finding {
  return finding.answer === 'unknown' ? { ...finding, harmless: true } : asWarning(finding);
}

function severity({ answer, harmless }: Finding): number {
  if (answer === 'no') return 2;
  return answer === 'unknown' && harmless !== true ? 1 : 0;
}
