import type { Facts } from './facts.ts';
import { DEPLOYMENT } from './stage.ts';

/** A command as it is run, and how what it prints becomes what the page would show. */
export type Substituted = Readonly<{ command: string; asShown: (printed: readonly string[]) => string[] }>;

/** The longest that a fault or a look may last which is not to be interrupted, in seconds, and how long it lasts instead. */
const LONGEST_SECONDS = 10;
const SHORT = '3s';

type Rule = readonly [pattern: RegExp, what: (facts: Facts, found: string) => string | undefined];

/** What a page has of its own, and what stands there on the cluster at hand. */
const RULES: readonly Rule[] = [
  [/(?<![\w:])\/tmp(?=\/)/, ({ folder }) => folder],
  [/\bnpx (?=pod-chaos|contagion)/, () => ''],
  [/\bgeneric-[0-9a-f]{8,10}-[a-z0-9]{5}\b/, ({ podder }) => podder],
  [/(?<=--previous )POD\b/, ({ restarted }) => restarted],
  [new RegExp(String.raw`\b${DEPLOYMENT}\b`), ({ deployment }) => deployment],
  [/\bPOD\b/, ({ podder }) => podder],
  [/\bweb-1\b/, ({ web }) => web],
  [/(?<=-n )shop\b/, ({ namespace }) => namespace],
  [/(?<=http:\/\/)[\d.]+(?=\/face)/, ({ service }) => service],
  [/(?<=http:\/\/)[\d.]+(?=:8080\/face)/, ({ podderAddress }) => podderAddress],
  [/\b10\.0\.0\.0\/8\b/, ({ podNetwork }) => podNetwork],
  [/(?<= )8081(?=:8081)|(?<=localhost:)8081/, ({ freePort }) => String(freePort)],
  [/(?<=--metrics-address 127\.0\.0\.1:)9102/, () => '0'],
];

const DURATION = /(?<=--duration )(\d+)([sm])\b/g;

/** Puts what is really there into a command; throws an Error where this cluster has no such thing. */
export function substitute(shown: string, facts: Facts, keepsDurations = false): Substituted {
  const pairs: (readonly [real: string, shown: string])[] = [[facts.namespace, 'default']];
  for (const node of facts.nodes) pairs.push([node, 'local']);
  if (facts.podders !== undefined) pairs.push([`${facts.podders}/${facts.podders}`, '50/50']);
  let command = shown;
  for (const [pattern, what] of RULES) {
    command = command.replaceAll(new RegExp(pattern, 'g'), (found) => {
      const real = what(facts, found);
      if (real === undefined) throw new Error(`expected something in the place of ${found}, got none here`);
      if (real.length > 1) pairs.push([real, found]);
      return real;
    });
  }
  if (!keepsDurations) {
    command = command.replaceAll(DURATION, (found, count: string, unit: string) =>
      Number(count) * (unit === 'm' ? 60 : 1) > LONGEST_SECONDS ? SHORT : found,
    );
  }
  const asShown = (printed: readonly string[]): string[] =>
    printed.map((line) => pairs.reduce((text, [real, name]) => text.replaceAll(asWord(real), name), line));
  return { command, asShown };
}

function asWord(text: string): RegExp {
  return new RegExp(`(?<![\\w.-])${text.replaceAll('.', '\\.')}(?![\\w-])`, 'g');
}
