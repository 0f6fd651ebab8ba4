// What is told of an experiment once it is over, made of its journal alone.
export { htmlReport } from './html.ts';
export { junitReport } from './junit.ts';
export { markdownReport } from './markdown.ts';
export { VERDICT_WORDS } from './words.ts';
