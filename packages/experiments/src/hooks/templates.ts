import { ExperimentError } from '../errors.ts';
import type { Json } from '../json.ts';

/** What a hook is told of. */
export type HookStory = Readonly<{
  moment: 'begin' | 'end';
  title: string;
  /** Where it acts; left out where no cluster is asked. */
  cluster?: string;
  startedAt: string;
  /** At the end: the verdict, why, and how long it took. */
  verdict?: string;
  why?: string;
  seconds?: number;
  hit?: readonly string[];
}>;

/** Forms of a hook's body, by name. */
export const HOOK_TEMPLATES: Readonly<Record<'json' | 'slack' | 'text', (story: HookStory) => HookBody>> = {
  json: (story) => ({ type: 'application/json', body: JSON.stringify(story) }),
  // Source: api.slack.com/messaging/webhooks; the text is what notifications show, the blocks what the channel does.
  slack: (story) => ({ type: 'application/json', body: JSON.stringify(slackMessage(story)) }),
  text: (story) => ({ type: 'text/plain; charset=utf-8', body: sentenceOf(story) }),
};

/** Name of one of them. */
export type HookTemplate = keyof typeof HOOK_TEMPLATES;

/** A body and its content type. */
export type HookBody = Readonly<{ type: string; body: string }>;

/**
 * A form of one's own: JSON or text with `{title}` and its like in it, which are written into JSON as JSON wants it.
 * @throws {ExperimentError} EXPERIMENT_HOOK for a name that is none
 */
export function ownTemplate(template: string): (story: HookStory) => HookBody {
  const names: readonly (keyof HookStory)[] = [
    'moment',
    'title',
    'cluster',
    'startedAt',
    'verdict',
    'why',
    'seconds',
    'hit',
  ];
  const used = [...template.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name);
  const unknown = used.find((name) => !(names as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new ExperimentError(
      'EXPERIMENT_HOOK',
      `expected {${names.join('}, {')}} in a template, got {${unknown}}`,
    );
  }
  const isJson = /^\s*[[{"]/.test(template);
  return (story) => ({
    type: isJson ? 'application/json' : 'text/plain; charset=utf-8',
    body: template.replaceAll(/\{([a-zA-Z]+)\}/g, (place, name: string) => {
      if (!(names as readonly string[]).includes(name)) return place;
      const value = [story[name as keyof HookStory] ?? ''].flat().join(', ');
      return isJson ? JSON.stringify(value).slice(1, -1) : value;
    }),
  });
}

function slackMessage(story: HookStory): Json {
  const text = sentenceOf(story);
  const fields = [
    ...(story.cluster === undefined ? [] : [`*Cluster*\n${slackText(story.cluster)}`]),
    ...(story.hit === undefined || story.hit.length === 0
      ? []
      : [`*Hit*\n${slackText(story.hit.join(', '))}`]),
  ].map((each) => ({ type: 'mrkdwn', text: each.slice(0, 2_000) }));
  const section = { type: 'section', text: { type: 'mrkdwn', text: slackText(text).slice(0, 3_000) } };
  return { text: slackText(text), blocks: [fields.length === 0 ? section : { ...section, fields }] };
}

function sentenceOf({ moment, title, verdict, why, seconds }: HookStory): string {
  if (moment === 'begin') return `Chaos experiment begins: ${title}`;
  return `Chaos experiment is over after ${(seconds ?? 0).toFixed(0)} s: ${title} – ${verdict ?? ''}: ${why ?? ''}`;
}

/** Three characters mean something to Slack. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
