/**
 * What the error class of a package extends: a `code` of a closed set to act on, and a message of one line that says what was
 * expected and what was got. The class gives its own `name`.
 */
export abstract class CodedError<Code extends string> extends Error {
  abstract override readonly name: string;
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
