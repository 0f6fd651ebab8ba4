import { acceptCommand } from '../streams/accept-command.ts';
import { commandOptionsOf } from '../streams/command-options.ts';
import { COMMAND_PROTOCOLS } from '../streams/command-streams.ts';
import { checkNode, findRunning } from '../streams/pod-checks.ts';
import { chooseProtocol } from '../streams/protocols.ts';
import { attachTo } from '../streams/run-command.ts';
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
  const missing = `container ${container} not found in pod ${name}_${namespace}`;
  const running = findRunning(context.runtime, pod, container, missing);
  context.sessions.checkRoom();
  return {
    upgrade: (socket) => {
      holdSession(context, socket);
      acceptCommand(raw, socket, chosen, options, (streams) => {
        attachTo(running, streams).catch(context.onError);
      });
    },
  };
};

/** The streams of a container's own process. Source: pkg/registry/core/pod/rest/subresources.go (`AttachREST`). */
export const attach: Subresource = {
  name: 'attach',
  isOf: ({ resource }) => resource === 'pods',
  methods: { GET: run, POST: run },
  responseKind: { group: '', version: 'v1', kind: 'PodAttachOptions' },
  verbs: ['create', 'get'],
  answersAnything: true,
};
