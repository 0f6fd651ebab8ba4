import type { SettingName } from '@pod-contagion/simulator';
import { durationText } from './duration.ts';

/** What a control is about besides settings of the model. */
export type PlanName = 'seed' | 'untilMs' | 'sneezes' | 'sneezesEveryMs' | 'strains' | 'interventions';

/** One thing that can be changed: its key in the address, and how it is written there. */
export type Control = Readonly<{
  key: string;
  label: string;
  name: SettingName | PlanName;
  /** `range` is the least and the most of a time, `texts` lines of interventions. */
  kind: 'duration' | 'number' | 'choice' | 'switch' | 'range' | 'texts';
  /** As it is unless it is changed; '' where something else decides it. */
  usual: string;
  /** Where a slider stops; the words of a choice. */
  steps: readonly string[];
  help: string;
}>;

/** Controls that belong together. */
export type Group = Readonly<{ title: string; isOpen: boolean; controls: readonly Control[] }>;

const SECONDS = [1, 1.5, 2, 3, 4, 5, 7, 10, 12, 15, 20, 30, 40, 50];
const MINUTES = [1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 60];
const STEPS_MS: readonly number[] = [0, 1, 2, 5, 10, 20, 50, 100, 200, 300, 500, 750].concat(
  SECONDS.map((seconds) => seconds * 1_000),
  MINUTES.map((minutes) => minutes * 60_000),
);

/** A time, with a slider over what people mean. */
export function duration(
  key: string,
  name: Control['name'],
  label: string,
  [leastMs, mostMs]: readonly [number, number],
  usual: string,
  help: string,
): Control {
  const steps = STEPS_MS.filter((ms) => ms >= leastMs && ms <= mostMs).map(durationText);
  return { key, label, name, kind: 'duration', usual, steps, help };
}

/** A number, with a slider over what people mean. */
export function number(
  key: string,
  name: Control['name'],
  label: string,
  steps: readonly number[],
  usual: string,
  help: string,
): Control {
  return { key, label, name, kind: 'number', usual, steps: steps.map(String), help };
}

/** One of some words. */
export function choice(
  key: string,
  name: Control['name'],
  label: string,
  steps: readonly string[],
  help: string,
): Control {
  return { key, label, name, kind: 'choice', usual: steps[0] ?? '', steps, help };
}

/** On or off. */
export function switched(key: string, name: Control['name'], label: string, help: string): Control {
  return { key, label, name, kind: 'switch', usual: 'no', steps: ['no', 'yes'], help };
}

/** The least and the most of a time. */
export function range(key: string, name: Control['name'], label: string, help: string): Control {
  return { key, label, name, kind: 'range', usual: '', steps: [], help };
}

/** As the machine of the profile has it. */
export const AS_PROFILE = 'as profile';
