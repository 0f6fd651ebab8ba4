import { CONTROLS } from './controls.ts';
import { planOf, type Texts } from './plan.ts';

/** Flags of `contagion simulate`, by the key of the control that is the same. */
const FLAGS: Readonly<Record<string, string>> = {
  n: 'replicas',
  delay: 'symptom-delay',
  health: 'health-delay',
  sneeze: 'sneeze-interval',
  death: 'death',
  immune: 'immune',
  seed: 'seed',
  until: 'until',
  strains: 'strains',
  kubelet: 'kubelet-version',
  backoff: 'max-restart-period',
  profile: 'profile',
  nodes: 'nodes',
  'node.pods': 'node-pods',
  'node.cores': 'node-cores',
  'node.work': 'start-work',
};

const SWITCHES: Readonly<Record<string, string>> = { decay: 'reduced-decay', all: 'restart-all-containers' };

/** These are always said: they differ from what the command line takes for usual, or are what a run is known by. */
const ALWAYS: ReadonlySet<string> = new Set(['n', 'seed', 'until']);

/** The same run on the command line. */
export type CommandLine = Readonly<{
  words: readonly string[];
  /** Labels of what was changed and has no flag: there a manifest says it. */
  missing: readonly string[];
}>;

/** The command that simulates what is set. */
export function commandLine(texts: Texts): CommandLine {
  const words = ['npx', 'contagion', 'simulate'];
  const missing: string[] = [];
  for (const { key, label, usual } of CONTROLS) {
    const text = texts[key] ?? usual;
    const isChanged = text !== usual;
    const flag = FLAGS[key];
    const switched = SWITCHES[key];
    if (flag !== undefined) {
      if (ALWAYS.has(key) || isChanged) words.push(`--${flag}`, text);
    } else if (switched !== undefined) {
      if (text === 'yes') words.push(`--${switched}`);
    } else if (key === 'do') {
      for (const line of planOf(texts).plan.interventions) words.push('--intervene', line);
    } else if (isChanged) missing.push(label);
  }
  return { words, missing };
}

/** Words as a shell takes them. */
export function shellText(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
