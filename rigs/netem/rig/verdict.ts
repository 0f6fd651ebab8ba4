import type { Claim, GuestLine } from './lines.ts';

/** What a run of the guest comes to: everything it claimed, and every reason why the run is no success. */
export type Verdict = Readonly<{ claims: readonly Claim[]; failures: string[] }>;

/** Judges what the guest said. A guest that did not come to its end, or claimed nothing, has failed. */
export function judge(lines: readonly GuestLine[]): Verdict {
  const claims = lines.filter((line) => line.event === 'claim');
  const failures = claims
    .filter(({ holds }) => !holds)
    .map(
      ({ group, what, expected, measured }) =>
        `${group}: ${what}: expected ${expected}, measured ${measured}`,
    );
  for (const line of lines) {
    if (line.event === 'broken') failures.push(`${line.group} broke off: ${line.error}`);
  }
  const begun = lines.filter((line) => line.event === 'group').map(({ group }) => group);
  for (const group of begun) {
    const isSilent = !claims.some((claim) => claim.group === group);
    if (isSilent) failures.push(`${group} claimed nothing`);
  }
  if (begun.length === 0) failures.push('the guest began no group of claims');
  if (!lines.some(({ event }) => event === 'done')) failures.push('the guest did not come to its end');
  return { claims, failures };
}
