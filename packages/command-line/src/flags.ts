import { parseArgs } from 'node:util';
import type { ArgsDef } from 'citty';

/** Makes what a command line throws for wrong usage: a message of one line is given. */
export type UsageError = (message: string) => Error;

/** One flag: how it is written, what values it takes, how they are read. */
export type Flag<T> = Readonly<{
  /** One letter that can be written instead of the name. */
  short?: string;
  /** Shown behind the name in the help; a flag without it is a switch. */
  valueName?: string;
  /** What a value has to be, to follow "expects"; for flags with a value. */
  expected?: string;
  help: string;
  /** Whether it may be given more than once; else it may not. */
  repeated?: boolean;
  /** Whether its value may stand alone, without the name. Only one flag of a command can be that. */
  positional?: boolean;
  /**
   * Reads the values given, at least one; a switch gets none. Undefined where one is not what is expected.
   */
  read: (values: readonly string[]) => T | undefined;
  /** The value where the flag is not given. */
  fallback: T;
}>;

/** The flags of a command, by name without dashes. */
export type FlagsTable<T> = { readonly [Name in keyof T]: Flag<T[Name]> };

/**
 * Reads the flags of a command, strictly: citty, which finds the command and prints the help, lets unknown flags
 * pass and keeps the last of several values.
 * @throws what `usageError` makes, naming the flag, what it expects and what it got.
 */
export function readFlags<T extends object>(
  table: FlagsTable<T>,
  argv: readonly string[],
  usageError: UsageError,
): T {
  const flags = Object.entries(table) as [keyof T & string, Flag<T[keyof T]>][];
  const given = parse(flags, argv, usageError);
  const values = flags.map(([name, flag]) => [name, readFlag(name, flag, given[name] ?? [], usageError)]);
  return Object.fromEntries(values) as T;
}

/** The same table as citty wants it, for the help. */
export function describeFlags<T>(table: FlagsTable<T>): ArgsDef {
  const flags = Object.entries(table) as [string, Flag<unknown>][];
  return Object.fromEntries(
    flags.map(([name, { short, valueName, help, expected }]) => {
      const alias = short === undefined ? {} : { alias: short };
      return valueName === undefined
        ? [name, { type: 'boolean' as const, description: help, ...alias }]
        : [
            name,
            {
              type: 'string' as const,
              valueHint: valueName,
              description: `${help} Takes ${expected ?? 'any text'}.`,
              ...alias,
            },
          ];
    }),
  );
}

function readFlag<T>(
  name: string,
  flag: Flag<T>,
  values: readonly (string | boolean)[],
  usageError: UsageError,
): T {
  if (values.length === 0) return flag.fallback;
  if (values.length > 1 && flag.repeated !== true) {
    throw usageError(`--${name} expects to be given once, got it ${values.length} times`);
  }
  const texts = values.filter((value) => typeof value === 'string');
  // One by one, so that the message can name the one that is wrong.
  const wrong = texts.find((text) => flag.read([text]) === undefined);
  const value = flag.read(texts);
  if (wrong !== undefined || value === undefined) {
    throw usageError(`--${name} expects ${flag.expected}, got ${JSON.stringify(wrong ?? texts.join(' '))}`);
  }
  return value;
}

function parse(
  flags: readonly (readonly [string, Flag<unknown>])[],
  argv: readonly string[],
  usageError: UsageError,
): Readonly<Record<string, readonly (string | boolean)[] | undefined>> {
  const options = Object.fromEntries(
    flags.map(([name, { short, valueName }]) => [
      name,
      {
        type: valueName === undefined ? ('boolean' as const) : ('string' as const),
        multiple: true as const,
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  const alone = flags.find(([, { positional }]) => positional === true)?.[0];
  try {
    const parsed = parseArgs({
      args: withoutEquals(argv, flags),
      options,
      strict: true,
      allowPositionals: alone !== undefined,
    });
    if (alone === undefined || parsed.positionals.length === 0) return parsed.values;
    return { ...parsed.values, [alone]: [...(parsed.values[alone] ?? []), ...parsed.positionals] };
  } catch (error) {
    throw usageError(explain(error as Error & { code?: string }, flags));
  }
}

function explain(
  error: Error & { code?: string },
  flags: readonly (readonly [string, Flag<unknown>])[],
): string {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `unknown flag ${quoted}: expected one of those that --help lists`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `expected flags only, got ${JSON.stringify(quoted)}`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE': {
      const [name, flag] = flagIn(quoted, flags);
      if (flag?.valueName === undefined) return `--${name} expects no value, got one`;
      return error.message.includes('ambiguous')
        ? `--${name} expects ${flag.expected}, got another flag; a value that begins with a dash follows after "="`
        : `--${name} expects ${flag.expected}, got nothing`;
    }
    default:
      return error.message;
  }
}

/** The flag that Node.js names as `-n, --namespace <value>`, `--namespace` or `-n`. */
function flagIn(
  quoted: string,
  flags: readonly (readonly [string, Flag<unknown>])[],
): readonly [string, Flag<unknown> | undefined] {
  const name = /--([A-Za-z][A-Za-z-]*)/.exec(quoted)?.[1];
  const letter = /^-([A-Za-z])\b/.exec(quoted)?.[1];
  const found = flags.find(([each, { short }]) =>
    name === undefined ? letter !== undefined && short === letter : each === name,
  );
  return found ?? [name ?? quoted, undefined];
}

/** `-n=shop` as `-nshop`: kubectl takes both, Node.js would take the sign for a part of the value. */
function withoutEquals(
  argv: readonly string[],
  flags: readonly (readonly [string, Flag<unknown>])[],
): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, index) => {
    const [, letter, value] = /^-([A-Za-z])=(.+)$/s.exec(word) ?? [];
    if (letter === undefined) return word;
    const takesValue = flags.some(([, { short, valueName }]) => short === letter && valueName !== undefined);
    return takesValue && (end === -1 || index < end) ? `-${letter}${value}` : word;
  });
}
