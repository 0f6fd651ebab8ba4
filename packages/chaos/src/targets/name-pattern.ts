import { describeError } from '@pod-contagion/errors';
import { usageError } from '../errors.ts';

/** Longest pattern that is taken. */
const MAX_LENGTH = 256;

/** Most repetitions of open length in a pattern: with four, a name of 253 characters is still matched in time. */
const MAX_REPETITIONS = 4;

/** Most parts that may be there or not, or that are one of several: each can double the work. */
const MAX_BRANCHES = 10;

/** How much a matcher may have to try again for a part of a pattern. */
type Cost = { repetitions: number; branches: number };

/**
 * Makes a regular expression that a whole name has to match. What could take a matcher for ever is refused: a repeated
 * group with repetitions or alternatives in it, references back, looking ahead or behind, too many repetitions.
 * @throws {ChaosError} CHAOS_USAGE where it is invalid or refused.
 */
export function namePattern(pattern: string): RegExp {
  const shown = JSON.stringify(pattern.length > 60 ? `${pattern.slice(0, 60)}...` : pattern);
  if (pattern === '' || pattern.length > MAX_LENGTH) {
    throw usageError(`name pattern: expected 1 to ${MAX_LENGTH} characters, got ${pattern.length}`);
  }
  try {
    // By itself first: brackets that are not balanced could undo the anchors.
    RegExp(pattern, 'u');
  } catch (error) {
    throw usageError(`name pattern: expected a regular expression, got ${shown}: ${describeError(error)}`);
  }
  const { repetitions, branches } = costOf(pattern, shown);
  if (repetitions > MAX_REPETITIONS) {
    throw usageError(
      `name pattern: expected at most ${MAX_REPETITIONS} repetitions, got ${repetitions} in ${shown}`,
    );
  }
  if (branches > MAX_BRANCHES) {
    throw usageError(
      `name pattern: expected at most ${MAX_BRANCHES} optional parts and alternatives, got ${branches} in ${shown}`,
    );
  }
  return new RegExp(`^(?:${pattern})$`, 'u');
}

/** Every part of a valid pattern: an escape, a class, the beginning of a group, a quantifier, any other character. */
const PART =
  /\\k|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?<?[^\w]|\?<\w+>|\?\w*-?\w*:)?|\)|\||[*+?]\??|\{[0-9]+(?:,[0-9]*)?\}\??|./gsu;

function costOf(pattern: string, shown: string): Cost {
  const groups: Cost[] = [{ repetitions: 0, branches: 0 }];
  let atom: Cost = { repetitions: 0, branches: 0 };
  for (const part of pattern.match(PART) ?? []) {
    const group = groups.at(-1) as Cost;
    if (/^\\[1-9k]/.test(part)) throw refused('a reference back', part, shown);
    if (/^\(\?<?[=!]/.test(part)) throw refused('looking ahead or behind', part, shown);
    if (part.startsWith('(')) {
      groups.push({ repetitions: 0, branches: 0 });
    } else if (part === ')') {
      groups.pop();
      atom = group;
      add(groups.at(-1) as Cost, atom);
    } else if (part === '|') {
      group.branches++;
    } else if (/^[*+?{]/.test(part) && part !== '{') {
      add(group, extraCost(part, atom, shown));
    } else {
      atom = { repetitions: 0, branches: 0 };
    }
  }
  return groups[0] as Cost;
}

/** What a quantifier adds to the cost of what stands before it. */
function extraCost(quantifier: string, { repetitions, branches }: Cost, shown: string): Cost {
  if (quantifier.startsWith('?')) return { repetitions: 0, branches: 1 };
  const [, least = '0', comma, most] = /^\{([0-9]+)(,)?([0-9]*)/.exec(quantifier) ?? [];
  const isFixed = quantifier.startsWith('{') && (comma === undefined || most === least);
  if (isFixed) {
    const times = Math.max(0, Number(least) - 1);
    return { repetitions: repetitions * times, branches: branches * times };
  }
  if (repetitions + branches > 0) {
    throw refused('a repeated group that holds a repetition or alternatives', quantifier, shown);
  }
  return { repetitions: 1, branches: 0 };
}

function add(to: Cost, { repetitions, branches }: Cost): void {
  to.repetitions += repetitions;
  to.branches += branches;
}

function refused(what: string, part: string, shown: string): Error {
  return usageError(`name pattern: ${what} (${part}) is refused as it may take for ever, got ${shown}`);
}
