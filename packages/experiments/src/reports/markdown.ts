import type { Journal } from '../engine/journal.ts';
import { formatDuration } from '@pod-contagion/notations';
import { storyOf, type Story } from './story.ts';
import { MOMENT_WORDS, since, VERDICT_WORDS } from './words.ts';

/** How many rows a table of a comment has at most; who wants more has the HTML and the journal. */
const MAX_ROWS = 20;

/** A comment for a pull request: the verdict first, then tables, then the activities folded away. */
export function markdownReport(journal: Journal): string {
  const story = storyOf(journal);
  const sign = story.verdict === 'held' ? '✅' : '❌';
  const took = `${formatDuration(story.endMs - story.startMs)}${story.cluster === undefined ? '' : `, on ${story.cluster}`}`;
  return [
    `## ${sign} ${plain(story.title)}`,
    `**${VERDICT_WORDS[story.verdict]}**${story.why === '' ? '' : `: ${plain(story.why)}`}`,
    plain(story.description),
    table(['hypothesis', 'at', '', 'probes'], looks(story)),
    table(['hit by', 'fault', 'at', '', 'pods'], hits(story)),
    table(['outage of', 'at', 'for', 'requests failed'], outages(story)),
    folded('What was done', table(['activity', 'by', 'at', 'for', ''], deeds(story))),
    `Took ${plain(took)}; pod-chaos ${story.version}.`,
    '',
  ]
    .filter((part, index, all) => part !== '' || index === all.length - 1)
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function looks({ looks: all, startMs }: Story): readonly (readonly string[])[] {
  // Of those during the method only what went wrong is worth a row.
  const during = all.filter(({ when }) => when === 'during');
  const met = during.filter((look) => look.met).length;
  const sum =
    during.length === 0 ? [] : [['during the method', '', `${met} of ${during.length} looks met`, '']];
  const rows = all
    .filter(({ when, met: isMet }) => when !== 'during' || !isMet)
    .map((look) => [
      MOMENT_WORDS[look.when],
      since(look.startMs, startMs),
      look.met ? 'met' : '**not met**',
      look.probes.map(({ name, met: isMet, why }) => (isMet ? name : `${name}: ${why}`)).join('; '),
    ]);
  const after = rows.findIndex(([when]) => when === MOMENT_WORDS.after);
  return after === -1 ? [...rows, ...sum] : [...rows.slice(0, after), ...sum, ...rows.slice(after)];
}

function hits({ hits: all, startMs }: Story): readonly (readonly string[])[] {
  return all.map(({ activity, fault, verdict, pods, startMs: at }) => [
    activity,
    fault,
    since(at, startMs),
    verdict,
    pods.map(({ name }) => name).join(', '),
  ]);
}

function outages({ outages: all, startMs }: Story): readonly (readonly string[])[] {
  return all.map(({ of, seconds, failed, goesOn, startMs: at }) => [
    of,
    since(at, startMs),
    `${seconds} s${goesOn ? ' and on' : ''}`,
    String(failed),
  ]);
}

function deeds({ deeds: all, startMs }: Story): readonly (readonly string[])[] {
  return all.map(({ part, name, by, ok, why, startMs: at, endMs }) => [
    `${part === 'rollbacks' ? 'rollback: ' : ''}${name}`,
    by,
    since(at, startMs),
    formatDuration(endMs - at),
    ok ? 'done' : `**failed**: ${why}`,
  ]);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const shown = rows.slice(0, MAX_ROWS).map((cells) => line(cells.map(plainButBold)));
  const more =
    rows.length > MAX_ROWS
      ? [line([`… and ${rows.length - MAX_ROWS} more`, ...heads.slice(1).map(() => '')])]
      : [];
  return [line(heads), line(heads.map(() => '---')), ...shown, ...more].join('\n');
}

function folded(title: string, content: string): string {
  return content === '' ? '' : `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

/** Our own marks stay, whatever else looks like Markdown or HTML is shown as it is. */
function plainButBold(text: string): string {
  const [, bold = '', rest = text] = /^(\*\*(?:failed|not met)\*\*)(.*)$/s.exec(text) ?? [];
  return bold + plain(rest);
}

function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]|~#]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;');
}
