export { CodedError } from './coded-error.ts';
export { describeError, systemCode } from './describe-error.ts';
