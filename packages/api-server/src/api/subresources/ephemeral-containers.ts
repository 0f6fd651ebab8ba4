import { get } from '../verbs/get.ts';
import { patchOf } from '../verbs/patch.ts';
import { updateOf } from '../verbs/update.ts';
import type { Subresource } from './subresource.ts';

/**
 * Containers put into a pod that runs; the rules are the kind's.
 *
 * Source: pkg/registry/core/pod/storage/storage.go (`EphemeralContainersREST`).
 */
export const ephemeralContainers: Subresource = {
  name: 'ephemeralcontainers',
  isOf: ({ resource }) => resource === 'pods',
  methods: { GET: get, PUT: updateOf('ephemeralcontainers'), PATCH: patchOf('ephemeralcontainers') },
  verbs: ['get', 'patch', 'update'],
};
