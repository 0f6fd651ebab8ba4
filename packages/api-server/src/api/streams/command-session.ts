import type { ReachableContainer } from '../containers.ts';
import type { Answer } from '../answer.ts';
import type { ApiContext } from '../context.ts';
import { chooseContainer } from '../log-container.ts';
import type { ApiRequest } from '../request.ts';
import { acceptCommand } from './accept-command.ts';
import { commandOptionsOf, type CommandOptions } from './command-options.ts';
import { COMMAND_PROTOCOLS, type CommandStreams } from './command-streams.ts';
import { checkNode, findRunning } from './pod-checks.ts';
import { chooseProtocol } from './protocols.ts';
import { holdSession } from './session.ts';

/** What is done with a container once a client has its streams. */
export type CommandAct = Readonly<{
  /** What is to be right beside, before the container is looked for; throws where it is not. */
  check?: () => void;
  /** What is said where the container does not run. */
  missing: (container: string) => string;
  act: (running: ReachableContainer, streams: CommandStreams, options: CommandOptions) => Promise<void>;
}>;

/**
 * Checks what exec and attach have in common, in the order of an API server, and takes the connection over.
 * @throws {ApiError} before it is taken over.
 */
export function openCommandSession(
  context: ApiContext,
  { namespace, name, query, headers, raw }: ApiRequest,
  { check, missing, act }: CommandAct,
): Answer {
  const pod = context.registry.get('pods', namespace, name);
  const container = chooseContainer(pod, query.get('container') ?? '');
  checkNode(pod);
  const chosen = chooseProtocol<string>(headers, COMMAND_PROTOCOLS);
  const options = commandOptionsOf(query);
  check?.();
  const running = findRunning(context.runtime, pod, container, missing(container));
  context.sessions.checkRoom();
  return {
    upgrade: (socket) => {
      holdSession(context, socket);
      acceptCommand(raw, socket, chosen, options, (streams) => {
        act(running, streams, options).catch(context.onError);
      });
    },
  };
}
