import { startupSnapshot } from 'node:v8';

/**
 * Built-ins that a server loads as it begins to listen. In a snapshot they are there already; loading them
 * anew costs every start a few milliseconds.
 */
const NEEDED_TO_LISTEN = [
  'net',
  'dns',
  'stream',
  'string_decoder',
  'cluster',
  '_http_agent',
  '_http_incoming',
];

/**
 * Prepares a program and runs it; or, where this process is being made into a start-up snapshot, prepares it
 * only and leaves the running to each process that is started from the snapshot.
 */
export function launch(prepare: () => Promise<() => Promise<void>>): void {
  if (startupSnapshot.isBuildingSnapshot()) {
    for (const name of NEEDED_TO_LISTEN) process.getBuiltinModule(name);
    void prepare().then((run) => startupSnapshot.setDeserializeMainFunction(() => void run()));
  } else {
    void prepare().then((run) => run());
  }
}
