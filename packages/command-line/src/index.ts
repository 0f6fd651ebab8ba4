export { exitWhenWritten } from './exit-when-written.ts';
export { describeFlags, readFlags, type Flag, type FlagsTable, type UsageError } from './flags.ts';
export { choiceFlag, durationFlag, numberFlag, switchFlag, textFlag } from './kinds-of-flag.ts';
export { runProgram, type Outputs, type Program } from './program.ts';
export { openWholeFile, type Pieces, type WholeFile, type WholeFileErrors } from './whole-file.ts';
export { quoted, splitWords } from './words.ts';
