import { badRequest } from '../api-error.ts';
import { acceptCommand } from '../streams/accept-command.ts';
import { commandOptionsOf } from '../streams/command-options.ts';
import { COMMAND_PROTOCOLS } from '../streams/command-streams.ts';
import { checkNode, findRunning } from '../streams/pod-checks.ts';
import { chooseProtocol } from '../streams/protocols.ts';
import { runCommand } from '../streams/run-command.ts';
import { holdSession } from '../streams/session.ts';
import { chooseContainer } from '../log-container.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Subresource } from './subresource.ts';

const run: Verb = (context, { namespace, name, query, headers, raw }) => {
  const pod = context.registry.get('pods', namespace, name);
  const container = chooseContainer(pod, query.get('container') ?? '');
  checkNode(pod);
  const chosen = chooseProtocol<string>(headers, COMMAND_PROTOCOLS);
  const options = commandOptionsOf(query);
  const command = query.getAll('command');
  if (command.length === 0) throw badRequest('you must specify at least 1 command for the container');
  const running = findRunning(
    context.runtime,
    pod,
    container,
    `container not found (${JSON.stringify(container)})`,
  );
  context.sessions.checkRoom();
  return {
    upgrade: (socket) => {
      holdSession(context, socket);
      acceptCommand(raw, socket, chosen, options, (streams) => {
        runCommand(running, command, options.tty, streams).catch(context.onError);
      });
    },
  };
};

/** A command run in a container. Source: pkg/registry/core/pod/rest/subresources.go (`ExecREST`). */
export const exec: Subresource = {
  name: 'exec',
  isOf: ({ resource }) => resource === 'pods',
  methods: { GET: run, POST: run },
  responseKind: { group: '', version: 'v1', kind: 'PodExecOptions' },
  verbs: ['create', 'get'],
  answersAnything: true,
};
