import { xmlText } from '@pod-contagion/notations';
import type { Journal } from '../engine/journal.ts';
import { storyOf, type Span, type Story } from './story.ts';
import { MOMENT_WORDS, VERDICT_WORDS } from './words.ts';

/** One test: what, where, how long, and what was wrong with it. */
type Case = Readonly<{
  name: string;
  group: string;
  span: Span;
  /** A hypothesis that does not hold is a failure, an activity that could not be done an error. */
  wrong?: Readonly<{ kind: 'failure' | 'error'; message: string }>;
}>;

/** JUnit's XML, as pipelines show it: a test for each look at the hypothesis and for each activity, and one for the whole. */
export function junitReport(journal: Journal): string {
  const story = storyOf(journal);
  const cases = casesOf(story);
  const count = (kind: 'failure' | 'error'): number =>
    cases.filter(({ wrong }) => wrong?.kind === kind).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
  const time = seconds(story);
  const at = new Date(story.startMs).toISOString().slice(0, 19);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="pod-chaos" ${counts} time="${time}">`,
    `  <testsuite name="${xmlText(story.title)}" ${counts} skipped="0" time="${time}" timestamp="${at}">`,
    ...cases.map(written),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function casesOf(story: Story): readonly Case[] {
  const { looks, deeds, undone, verdict, why } = story;
  const message = `${VERDICT_WORDS[verdict]}: ${why}`;
  const whole = { name: 'the experiment', group: 'verdict', span: story };
  const kind = verdict === 'deviated' ? 'failure' : 'error';
  return [
    ...looks.map((look) => {
      const wrong = look.probes.find(({ met }) => !met);
      const name = `the hypothesis ${MOMENT_WORDS[look.when]}`;
      const said = `${wrong?.name ?? 'a probe'}: ${wrong?.why ?? 'not met'}`;
      return caseOf({ name, group: 'hypothesis', span: look }, look.met, 'failure', said);
    }),
    ...deeds.map((deed) =>
      caseOf({ name: `${deed.type} ${deed.name}`, group: deed.part, span: deed }, deed.ok, 'error', deed.why),
    ),
    ...undone.map((fault) =>
      caseOf(
        { name: `${fault.name} is proven gone`, group: 'faults', span: fault },
        fault.ended,
        'error',
        fault.why,
      ),
    ),
    caseOf(whole, verdict === 'held', kind, message),
  ];
}

function caseOf(one: Omit<Case, 'wrong'>, good: boolean, kind: 'failure' | 'error', message: string): Case {
  return good ? one : { ...one, wrong: { kind, message } };
}

function written({ name, group, span, wrong }: Case): string {
  const head = `    <testcase name="${xmlText(name)}" classname="${group}" time="${seconds(span)}"`;
  if (wrong === undefined) return `${head}/>`;
  return `${head}>\n      <${wrong.kind} message="${xmlText(wrong.message.replaceAll(/\s+/g, ' '))}"/>\n    </testcase>`;
}

function seconds({ startMs, endMs }: Span): string {
  return ((endMs - startMs) / 1_000).toFixed(3);
}
