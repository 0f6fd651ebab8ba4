import { spawn } from 'node:child_process';
import { ROOT } from '../files.ts';

/** How long a command may take that ends by itself, in ms. */
const LIMIT_MS = 150_000;

/** How much of what it prints is kept, in characters. */
const MAX_CHARACTERS = 2_000_000;

/** A command of a shell, and when it is interrupted. */
export type CommandRun = Readonly<{
  command: string;
  env: Readonly<Record<string, string>>;
  input?: string;
  /** Asked after each piece of output with all lines so far: whether Ctrl-C comes now, `sent` of them having come. */
  isTimeToStop?: (printed: readonly string[], sent: number) => boolean;
  /** Whether it prints nothing before it ends. */
  isSilent?: boolean | undefined;
  /** What else is done from the first output on, or at once beside a silent one; Ctrl-C waits for its end, and its failure is this one's. */
  meanwhile?: () => Promise<void>;
}>;

/** How it ended, and both of its outputs as a terminal shows them. */
export type CommandEnd = Readonly<{ exitCode: number; printed: readonly string[] }>;

/** Runs a command as a terminal would, as a process group of its own; one that takes too long is killed, with exit code -1. */
export async function runCommand(run: CommandRun): Promise<CommandEnd> {
  const { command, env, isTimeToStop = () => false } = run;
  const child = spawn('sh', ['-c', `exec 2>&1\n${command}`], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-(child.pid ?? 0), name);
    } catch {
      // It has ended.
    }
  };
  let text = '';
  let sent = 0;
  let besides: Promise<void> | undefined;
  let areBesidesOver = run.meanwhile === undefined;
  const look = (): void => {
    const isLineWhole = text.endsWith('\n');
    const printed = text.split('\n').slice(0, isLineWhole ? undefined : -1);
    if (!areBesidesOver || !isTimeToStop(linesOf(printed), sent)) return;
    sent++;
    signal('SIGINT');
  };
  const begin = (): void => {
    besides ??= run.meanwhile?.().finally(() => {
      areBesidesOver = true;
      look();
    });
    // It is waited for below.
    besides?.catch(() => undefined);
  };
  child.stdin.on('error', () => undefined).end(run.input ?? '');
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(0, MAX_CHARACTERS);
    begin();
    look();
  });
  if (run.isSilent === true) begin();
  const timer = setTimeout(() => signal('SIGKILL'), LIMIT_MS);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, by) => resolve(code ?? (by === 'SIGINT' ? 130 : -1)));
  }).finally(() => clearTimeout(timer));
  await besides;
  return { exitCode, printed: linesOf(text.split('\n')) };
}

function linesOf(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/\r$/, '')).filter((line) => line.trim() !== '');
}
