import type { AgentContext } from '../../fault-agent.ts';
import type { Thread } from './start-thread.ts';

/** Whether the kernel knows any of these threads of this process. */
export async function runsAny(
  threads: readonly Pick<Thread, 'number'>[],
  { readFile }: Pick<AgentContext, 'readFile'>,
): Promise<boolean> {
  const running = await Promise.all(
    threads.map(({ number }) =>
      readFile(`/proc/self/task/${number}/comm`).then(
        () => true,
        () => false,
      ),
    ),
  );
  return running.includes(true);
}
