/** What has to be taken back, last done first. */
export type UndoStack = Readonly<{
  push: (undo: () => void | Promise<void>) => void;
  /** Takes everything back, also where some of it fails; then throws the first failure. May be called again: it is done once. */
  unwind: () => Promise<void>;
}>;

/** Makes an empty stack. */
export function createUndoStack(): UndoStack {
  const steps: (() => void | Promise<void>)[] = [];
  let unwinding: Promise<void> | undefined;

  const unwindAll = async (): Promise<void> => {
    const errors: unknown[] = [];
    for (let undo = steps.pop(); undo !== undefined; undo = steps.pop()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };

  return {
    push: (undo) => void steps.push(undo),
    unwind: () => (unwinding ??= unwindAll()),
  };
}
