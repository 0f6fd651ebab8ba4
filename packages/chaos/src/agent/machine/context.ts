import { lookup } from 'node:dns/promises';
import { readFile, readlink } from 'node:fs/promises';
import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../../errors.ts';
import type { AgentContext } from '../../faults/fault-agent.ts';
import { NODE_FOLDER_VARIABLE } from '../spec.ts';
import { COMMAND_LIMIT_MS, RESOLVE_LIMIT_MS } from '../limits.ts';
import { runCommand } from './command.ts';
import { nodeAccess } from './node-access.ts';

/** What an agent's part may use of the real machine; `run` is added when the order has been read. */
export function machineContext(env: NodeJS.ProcessEnv = process.env): Omit<AgentContext, 'run'> {
  const folder = env[NODE_FOLDER_VARIABLE];
  return {
    ...(folder === undefined ? {} : { node: nodeAccess(folder) }),
    command: (program, args, input) => runCommand(program, args, COMMAND_LIMIT_MS, input),
    resolve,
    readFile: (path) => readFile(path, 'utf8'),
    readLink: (path) => readlink(path),
    signal: (pid, signal) => void process.kill(pid, signal),
    env,
  };
}

/** All addresses of a name as programs of this pod find them: /etc/hosts and the search domains count. */
async function resolve(host: string): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${RESOLVE_LIMIT_MS} ms`)), RESOLVE_LIMIT_MS);
  });
  try {
    const found = await Promise.race([lookup(host, { all: true, order: 'verbatim' }), late]);
    return [...new Set(found.map(({ address }) => address))];
  } catch (cause) {
    throw new ChaosError('CHAOS_SET_UP', `can't find the addresses of ${host}: ${describeError(cause)}`, {
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}
