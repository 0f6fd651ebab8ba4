import { podCount, type Answer } from './check.ts';
import type { PreflightReport } from './preflight.ts';

const SIGNS: Readonly<Record<Answer, string>> = { yes: 'ok', warning: 'warn', no: 'NO', unknown: '?' };

/** Writes a report for a terminal, lines without line ends: per fault the verdict, then each check and why. */
export function formatPreflight({ server, version, namespaces, pods, faults }: PreflightReport): string[] {
  const lines = [
    `${server}${version === undefined ? '' : ` (${version})`}, ${namespaces.join(', ')}: ${podCount(pods)}`,
  ];
  for (const { fault, possible, findings } of faults) {
    lines.push('', `${fault}: ${possible}`);
    for (const { check, answer, why } of findings) {
      lines.push(`  ${SIGNS[answer].padEnd(5)}${check.padEnd(21)}${why}`);
    }
  }
  return lines;
}
