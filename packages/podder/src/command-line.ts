import { parseArgs } from 'node:util';
import { PodderError } from './errors.ts';
import type { Setting, SettingsTable } from './settings.ts';
import { VERSION } from './version.ts';

/** What a user asked for: to be told about the program, or to run it with these settings. */
export type CommandLine<T> =
  Readonly<{ ask: 'help' }> | Readonly<{ ask: 'version' }> | Readonly<{ ask: 'run'; settings: T }>;

// Taken here and not where it is used: Node.js loads it when it is first touched, which may be before the start.
const parseFlags = parseArgs;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads flags and environment. As with Go's flag package one dash is as good as two, and a value follows
 * after `=` or as the next argument. A flag wins over its variable, a variable that is empty counts as unset.
 * @throws {PodderError} PODDER_USAGE, naming the flag or variable, what it expects and what it got.
 */
export function readCommandLine<T>(
  table: SettingsTable<T>,
  argv: readonly string[],
  env: Environment,
): CommandLine<T> {
  const settings = Object.entries(table) as [keyof T & string, Setting<T[keyof T]>][];
  const flags = readFlags(
    argv,
    settings.map(([, setting]) => setting.flag),
  );
  if (flags['help'] === true) return { ask: 'help' };
  if (flags['version'] === true) return { ask: 'version' };
  const values = settings.map(([name, setting]) => {
    const flag = flags[setting.flag];
    const variable = env[setting.env];
    if (typeof flag === 'string') return [name, parse(`-${setting.flag}`, setting, flag)];
    if (variable !== undefined && variable !== '') return [name, parse(setting.env, setting, variable)];
    return [name, parse(`-${setting.flag}`, setting, setting.default)];
  });
  return { ask: 'run', settings: Object.fromEntries(values) as T };
}

/** The text of `--help`: every setting with its variable, unit and default. */
export function describeSettings<T>(program: string, purpose: string, table: SettingsTable<T>): string {
  const lines = Object.values<Setting<unknown>>(table).map(
    ({ flag, env, valueName, help, ...setting }) =>
      `  -${flag} <${valueName}>  (${env}, default ${setting.default === '' ? 'empty' : setting.default})\n      ${help}\n`,
  );
  return [
    `${program} ${VERSION}: ${purpose}\n`,
    `Usage: ${program} [-flag value | -flag=value | --flag value | --flag=value] ...\n`,
    ...lines,
    '  -help, -h\n      Prints this.\n  -version\n      Prints the version.\n',
    'Each flag can also be given as the environment variable beside it; the flag wins. <ms>: milliseconds.',
    'Also read: PODDER_SERVICE_HOST and PODDER_SERVICE_PORT (where to sneeze), POD_NAME (who sneezes; else the host',
    'name), TERMINATION_MESSAGE_PATH (where the last words go, default /dev/termination-log).',
    'Exit codes: 0 done, 1 failed (address in use, say), 2 wrong usage, 3 ended itself (-death=exit), 128 + n ended by',
    'signal n.\n',
  ].join('\n');
}

function parse<T>(source: string, setting: Setting<T>, text: string): T {
  const value = setting.parse(text);
  if (value !== undefined) return value;
  throw new PodderError('PODDER_USAGE', `${source} expects ${setting.expected}, got ${JSON.stringify(text)}`);
}

function readFlags(
  argv: readonly string[],
  known: readonly string[],
): Readonly<Record<string, string | boolean | undefined>> {
  try {
    return parseFlags({
      args: likeGo(argv, known),
      options: {
        ...Object.fromEntries(known.map((flag) => [flag, { type: 'string' as const }])),
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new PodderError('PODDER_USAGE', explain(error as Error & { code?: string }), { cause: error });
  }
}

/** Writes arguments the way `parseArgs` takes them: `-flag value` and `-flag=value` become `--flag=value`. */
function likeGo(argv: readonly string[], known: readonly string[]): string[] {
  const args: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] as string;
    const flag = /^--?([A-Za-z][^=]*)$/.exec(argument)?.[1];
    const next = argv[index + 1];
    if (flag !== undefined && known.includes(flag) && next !== undefined) {
      args.push(`--${flag}=${next}`);
      index++;
    } else {
      args.push(argument === '-h' ? argument : argument.replace(/^-(?=[A-Za-z])/, '--'));
    }
  }
  return args;
}

function explain(error: Error & { code?: string }): string {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `unknown flag ${quoted.replace(/^-+/, '-')}: expected one of those that -help lists`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `expected flags only, got ${JSON.stringify(quoted)}`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE': {
      const [flag = quoted] = quoted.split(' ');
      return quoted.includes('<value>')
        ? `${flag.replace(/^-+/, '-')} expects a value after it, got none`
        : `${flag.replace(/^-+/, '-')} expects no value`;
    }
    default:
      return error.message;
  }
}
