import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DocCommand } from './blocks.ts';
import { readFacts, type Facts } from './facts.ts';
import { commandsIn, noteOf } from './find-commands.ts';
import type { Act, Note } from './pages.ts';
import { runCommand, type CommandEnd } from './run-command.ts';
import { makeScene, readyPods } from './scene.ts';
import { withoutProbeFailures } from './probe-failures.ts';
import { beginsAs, differenceOf } from './shape.ts';
import { closePlace, openPlace, type Place, type Stage } from './stage.ts';
import { substitute, type Substituted } from './substitute.ts';

/** What became of a command: run as the page shows, run and different, or not run for a reason. */
export type Outcome = Readonly<{
  command: DocCommand;
  verdict: 'ok' | 'differs' | 'left out';
  why: string;
  printed: readonly string[];
}>;

/** What only looks is repeated until it shows what the page does. */
const ONLY_LOOKS = /^(?:kubectl get (?!.* -w)|curl |npx pod-chaos (?:status|.* --dry-run))/;

/** How long is waited before that, in ms. */
const REPEAT_MS = 1_000;

/** What `disrupt` says, and ends with, on a kernel without netem. */
const NO_NETEM = /expected a kernel with sch_netem/;
const NO_NETEM_CODE = 4;

/** Warnings that only the local cluster gives, as docs/local-cluster.md says. */
const LOCAL_WARNING = /^Warning: stored, but not honoured by the local cluster: /;

const INTERRUPT = '^C';

/** Runs all commands of an act, in a namespace that is made for it and removed. */
export async function* runAct(act: Act, stage: Stage, all: readonly DocCommand[]): AsyncGenerator<Outcome> {
  const commands = commandsIn(act, all);
  const place = await openPlace(stage, `docs-${randomBytes(4).toString('hex')}`);
  try {
    if (commands.some((each) => reasonNotTo(noteOf(act, each), stage) === undefined)) {
      await makeScene(place, act.scene ?? {});
    }
    for (const command of commands) yield await outcomeOf(command, act, place);
  } finally {
    await closePlace(place);
  }
}

async function outcomeOf(command: DocCommand, act: Act, place: Place): Promise<Outcome> {
  const note = noteOf(act, command);
  const reason = reasonNotTo(note, place.stage);
  if (reason !== undefined) return { command, verdict: 'left out', why: reason, printed: [] };
  try {
    const pods = act.scene === undefined ? [] : await readyPods(place);
    const facts = await readFacts(place, pods, command.command);
    const also = (text: string): Promise<string> => place.must(substitute(text, facts, true).command);
    for (const each of note?.before ?? []) await also(each);
    const outcome = await compare(command, note ?? { command: '' }, facts, place);
    if (note?.after !== undefined) await also(note.after);
    return outcome;
  } catch (error) {
    return {
      command,
      verdict: 'differs',
      why: error instanceof Error ? error.message : String(error),
      printed: [],
    };
  }
}

function reasonNotTo(note: Note | undefined, { kind, noOwnNetwork }: Stage): string | undefined {
  const reason = note?.not ?? (kind === 'local' ? note?.notHere : note?.notThere);
  return reason ?? (note?.needsOwnNetwork === true && noOwnNetwork !== false ? noOwnNetwork : undefined);
}

async function compare(command: DocCommand, note: Note, facts: Facts, place: Place): Promise<Outcome> {
  const { shown } = command;
  const text = note.duration === undefined ? command.command : withDuration(command.command, note.duration);
  const keepsDurations = note.duration !== undefined || shown?.some((line) => line.startsWith(INTERRUPT));
  const what = substitute(text, facts, keepsDurations);
  const untilMs = performance.now() + place.stage.patienceMs;
  for (;;) {
    const end = await runShown(what, command, note, facts, place);
    const printed = what.asShown(end.printed.filter((line) => !LOCAL_WARNING.test(line)));
    const lacksNetem = end.exitCode === NO_NETEM_CODE && printed.some((line) => NO_NETEM.test(line));
    const showsThat = shown?.some((line) => NO_NETEM.test(line)) === true;
    if (showsThat && !lacksNetem && end.exitCode <= 1) {
      return { command, verdict: 'left out', why: 'the kernel here has sch_netem', printed };
    }
    const why = lacksNetem && !showsThat ? undefined : whatIsWrong(shown, note, { ...end, printed });
    if (why === undefined) return { command, verdict: 'ok', why: lacksNetem ? 'no sch_netem' : '', printed };
    if (!ONLY_LOOKS.test(command.command) || performance.now() > untilMs) {
      return { command, verdict: 'differs', why, printed };
    }
    await sleep(REPEAT_MS);
  }
}

function whatIsWrong(shown: DocCommand['shown'], note: Note, end: CommandEnd): string | undefined {
  const isInterrupted = note.isEndless === true || shown?.some((line) => line.startsWith(INTERRUPT)) === true;
  const codes = note.exitCodes ?? (isInterrupted ? [0, 130] : [0]);
  const isChance = (line: string): boolean => note.byChance?.test(line) === true;
  const lines = shown?.map((line) => line.replace(INTERRUPT, '')).filter((line) => !isChance(line));
  const printed = withoutProbeFailures(end.printed, lines).filter((line) => !isChance(line));
  const difference = lines === undefined ? undefined : differenceOf(lines, printed);
  if (difference !== undefined) return difference;
  return codes.includes(end.exitCode)
    ? undefined
    : `expected to end with ${codes.join(' or ')}, got ${end.exitCode}`;
}

/** Runs it, with Ctrl-C where the page has it, or once an endless one has printed what the page shows. */
function runShown(
  what: Substituted,
  { shown }: DocCommand,
  { isEndless, isSilent, meanwhile }: Note,
  facts: Facts,
  place: Place,
): Promise<CommandEnd> {
  const stops = (shown ?? []).flatMap((line, index) => (line.startsWith(INTERRUPT) ? [index] : []));
  const lines = (shown ?? []).map((line) => line.replace(INTERRUPT, ''));
  const isTimeToStop = (all: readonly string[], sent: number): boolean => {
    if (isSilent === true) return isEndless === true && sent === 0;
    const printed = withoutProbeFailures(what.asShown(all), shown);
    const stop = stops[sent];
    if (stop !== undefined) return beginsAs(lines.slice(0, stop), printed);
    if (isEndless !== true || sent > 0) return false;
    return shown === undefined ? saysSomething(all) : beginsAs(shown, printed);
  };
  const { command } = what;
  const run = { command, env: place.env, isTimeToStop };
  if (meanwhile === undefined) return runCommand(run);
  const other = substitute(meanwhile, facts, true).command;
  return runCommand({ ...run, isSilent, meanwhile: async () => void (await place.must(other)) });
}

/** The line of which cluster it is alone says nothing yet. */
function saysSomething(printed: readonly string[]): boolean {
  return printed.some((line) => !/^context \S+, server /.test(line));
}

function withDuration(command: string, duration: string): string {
  return command.replace(/(?<=--duration )\S+/, duration);
}
