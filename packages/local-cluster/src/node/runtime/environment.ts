import { DEFAULT_PATH } from '../../host/executable.ts';
import { CLUSTER_VARIABLE } from '../../host/process-table.ts';

/** Where a program leaves its last words. A program that has the default of a real kubelet built in can't be served here: that file is one for the whole machine. */
export const MESSAGE_VARIABLE = 'TERMINATION_MESSAGE_PATH';

/** Variables that a process has of the cluster's own unless its spec sets them: without them few programs run. */
const KEPT = ['PATH', 'HOME', 'LANG'];

/**
 * The environment of a container. Two variables are the runtime's own and win over those of the spec: where the
 * termination message is read from, and the mark by which the processes of a cluster are known.
 */
export function containerEnvironment(
  env: Readonly<Record<string, string>>,
  own: NodeJS.ProcessEnv,
  messageFile: string,
  cluster: string,
): Record<string, string> {
  const kept: Record<string, string> = { PATH: DEFAULT_PATH };
  for (const name of KEPT) {
    const value = own[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...kept, ...env, [MESSAGE_VARIABLE]: messageFile, [CLUSTER_VARIABLE]: cluster };
}
