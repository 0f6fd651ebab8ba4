import { readShellText } from './shell-text.ts';

/** A command of a page. */
export type DocCommand = Readonly<{
  /** Path of the page in the repository. */
  page: string;
  /** Line in which it begins, from 1. */
  line: number;
  /** The heading of the second level above it; the first where there is none. */
  section: string;
  /** As the page has it, without a comment behind it. */
  command: string;
  /** What the page says is printed; undefined where it shows nothing. */
  shown: readonly string[] | undefined;
}>;

/** A fenced block of a page. */
type Block = Readonly<{ language: string; line: number; section: string; lines: readonly string[] }>;

const FENCE = /^\s*(`{3,}|~{3,})\s*(\S*)\s*$/;
const PROMPT = /^\$ /;

/** Languages of blocks that are no commands; in a block without one each begins with `$ `. */
const NO_COMMANDS: ReadonlySet<string> = new Set(['ts', 'yaml', 'promql', 'json', 'go', 'txt']);

/** Finds every command of a page; throws an Error for a block whose language is none that is known. */
export function commandsOf(page: string, text: string): DocCommand[] {
  return blocksOf(text).flatMap((block) => {
    if (block.language === 'sh') return scriptOf(page, block);
    if (block.language === '') return sessionOf(page, block);
    if (NO_COMMANDS.has(block.language)) return [];
    throw new Error(
      `${page}:${block.line}: expected a block of sh, of one of ${[...NO_COMMANDS].join(', ')}, or of no language, got ${block.language}`,
    );
  });
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let section = '';
  let open: { fence: string; block: Block & { lines: string[] } } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, fence = '', language = ''] = FENCE.exec(line) ?? [];
    if (open !== undefined) {
      if (fence.startsWith(open.fence) && language === '') open = undefined;
      else open.block.lines.push(line);
    } else if (fence !== '') {
      const block = { language, line: index + 2, section, lines: [] };
      blocks.push(block);
      open = { fence, block };
    } else {
      section = /^##? (.*)$/.exec(line)?.[1] ?? section;
    }
  }
  return blocks;
}

/** Commands and nothing else, each in one line or more. */
function scriptOf(page: string, { line, section, lines }: Block): DocCommand[] {
  const commands: DocCommand[] = [];
  for (let at = 0; at < lines.length;) {
    const { command, count } = commandAt(lines, at);
    if (command !== '') commands.push({ page, line: line + at, section, command, shown: undefined });
    at += count;
  }
  return commands;
}

/** Commands behind a prompt, each with what it printed below it; what is above the first is only shown. */
function sessionOf(page: string, { line, section, lines }: Block): DocCommand[] {
  const commands: DocCommand[] = [];
  for (let at = lines.findIndex((each) => PROMPT.test(each)); at >= 0 && at < lines.length;) {
    const { command, count } = commandAt(lines, at);
    const next = lines.findIndex((each, index) => index >= at + count && PROMPT.test(each));
    const end = next === -1 ? lines.length : next;
    const shown = lines.slice(at + count, end).filter((each) => each.trim() !== '');
    commands.push({
      page,
      line: line + at,
      section,
      command,
      shown: shown.length === 0 ? undefined : shown,
    });
    at = end;
  }
  return commands;
}

function commandAt(lines: readonly string[], at: number): { command: string; count: number } {
  let text = (lines[at] ?? '').replace(PROMPT, '');
  for (let count = 1; ; count++) {
    const { command, isOpen } = readShellText(text);
    const next = lines[at + count];
    if (!isOpen || next === undefined) return { command, count };
    text = `${text}\n${next}`;
  }
}
