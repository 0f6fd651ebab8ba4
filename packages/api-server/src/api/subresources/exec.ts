import { badRequest } from '../../machinery/api-error.ts';
import { openCommandSession } from '../streams/command-session.ts';
import { runCommand } from '../streams/run-command.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Subresource } from './subresource.ts';

const run: Verb = (context, request) => {
  const command = request.query.getAll('command');
  return openCommandSession(context, request, {
    check: () => {
      if (command.length === 0) throw badRequest('you must specify at least 1 command for the container');
    },
    missing: (container) => `container not found (${JSON.stringify(container)})`,
    act: (running, streams, { tty }) => runCommand(running, command, tty, streams),
  });
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
