import { Storyteller, survivalOf, type Story } from '@pod-contagion/simulator';
import type { SimulationPlan } from './plan.ts';
import { captionOf, storyText, survivalText } from './texts.ts';

/** Does what a plan says and writes what comes of it. */
export function runSimulation(plan: SimulationPlan, write: (text: string) => void): void {
  const { model, outbreak, untilMs, seed, runs, json } = plan;
  const storyteller = new Storyteller(model);
  if (!json) write(`${captionOf(plan)}\n`);
  const ends: Pick<Story, 'extinctAtMs'>[] = [];
  for (let run = 0; run < runs; run++) {
    const story = storyteller.tell(seed + run, outbreak, untilMs);
    if (json) write(`${JSON.stringify(lineOf(story))}\n`);
    else if (runs === 1) write(storyText(story, outbreak, untilMs));
    else ends.push({ extinctAtMs: story.extinctAtMs });
  }
  if (ends.length > 0) write(survivalText(survivalOf(ends), untilMs));
}

/** The story of the one run that is watched. */
export function storyOf({ model, outbreak, untilMs, seed }: SimulationPlan): string {
  return storyText(new Storyteller(model).tell(seed, outbreak, untilMs), outbreak, untilMs);
}

/** A run as a line has it: null where it has not died out, and how many generations there were. */
function lineOf(story: Story): object {
  const { extinctAtMs = null, generations, ...others } = story;
  return { ...others, extinctAtMs, generations: generations.length };
}
