import { podOrigin, serviceOrigin } from '../proxy/destination.ts';
import type { Verb } from '../verbs/verb.ts';
import type { Subresource } from './subresource.ts';

const toPod: Verb = ({ registry, forwarder }, request) =>
  forwarder.forward(request, podOrigin(registry, request.namespace, request.name));

const toService: Verb = ({ registry, forwarder, random }, request) =>
  forwarder.forward(request, serviceOrigin(registry, request.namespace, request.name, random));

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function proxyOf(resource: string, verb: Verb, optionsKind: string): Subresource {
  return {
    name: 'proxy',
    isOf: (kind) => kind.resource === resource,
    methods: Object.fromEntries(METHODS.map((method) => [method, verb])),
    responseKind: { group: '', version: 'v1', kind: optionsKind },
    verbs: ['create', 'delete', 'get', 'patch', 'update'],
    answersAnything: true,
  };
}

/** Requests passed on to a pod. Source: pkg/registry/core/pod/rest/subresources.go (`ProxyREST`). */
export const podProxy: Subresource = proxyOf('pods', toPod, 'PodProxyOptions');

/** Requests passed on to an endpoint of a Service. Source: pkg/registry/core/service/proxy.go. */
export const serviceProxy: Subresource = proxyOf('services', toService, 'ServiceProxyOptions');
