import { startupSnapshot } from 'node:v8';

/**
 * Prepares a program and runs it; or, where this process is being made into a start-up snapshot, prepares it
 * only and leaves the running to each process that is started from the snapshot.
 */
export function launch(prepare: () => Promise<() => Promise<void>>): void {
  if (startupSnapshot.isBuildingSnapshot()) {
    void prepare().then((run) => startupSnapshot.setDeserializeMainFunction(() => void run()));
  } else {
    void prepare().then((run) => run());
  }
}
