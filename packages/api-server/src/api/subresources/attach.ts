import { openCommandSession } from '../streams/command-session.ts';
import { attachTo } from '../streams/run-command.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Subresource } from './subresource.ts';

const run: Verb = (context, request) =>
  openCommandSession(context, request, {
    missing: (container) => `container ${container} not found in pod ${request.name}_${request.namespace}`,
    act: attachTo,
  });

/** The streams of a container's own process. Source: pkg/registry/core/pod/rest/subresources.go (`AttachREST`). */
export const attach: Subresource = {
  name: 'attach',
  isOf: ({ resource }) => resource === 'pods',
  methods: { GET: run, POST: run },
  responseKind: { group: '', version: 'v1', kind: 'PodAttachOptions' },
  verbs: ['create', 'get'],
  answersAnything: true,
};
