import type { Test } from 'tap';
import { readFlags, type FlagsTable } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';

/** Of each flag: what it reads, and what it refuses, with which words behind "expects". */
export type Matrix<T> = {
  [Name in keyof T]: { right: (readonly [string[], T[Name]])[]; wrong: (readonly [string[], string])[] };
};

/** Tries every value of the matrix; every flag of the table has to be in it. */
export function tryMatrix<T extends object>(t: Test, table: FlagsTable<T>, matrix: Matrix<T>): void {
  for (const name of Object.keys(table) as (keyof T & string)[]) {
    void t.test(`--${name}`, async (sub) => {
      const { right, wrong } = matrix[name];
      for (const [argv, value] of right) {
        sub.same(readFlags(table, argv, usageError)[name], value, argv.join(' '));
      }
      for (const [argv, words] of wrong) {
        const message = `--${name} expects ${words}`;
        sub.throws(() => readFlags(table, argv, usageError), { code: 'CHAOS_USAGE', exitCode: 2, message });
      }
      sub.ok(right.length > 0 && wrong.length > 0, 'right and wrong');
    });
  }
}

/** Right and wrong uses of a switch. */
export function switchCases(name: string, short?: string): Matrix<{ it: boolean }>['it'] {
  const byLetter: [string[], boolean][] = short === undefined ? [] : [[[`-${short}`], true]];
  return {
    right: [[[`--${name}`], true], [[], false], ...byLetter],
    wrong: [[[`--${name}=yes`], 'no value, got one']],
  };
}
