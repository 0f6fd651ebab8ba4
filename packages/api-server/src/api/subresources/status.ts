import { get } from '../verbs/get.ts';
import { patchOf } from '../verbs/patch.ts';
import { updateOf } from '../verbs/update.ts';
import type { Subresource } from './subresource.ts';

/** What was seen of an object, written apart from what is wanted of it. */
export const status: Subresource = {
  name: 'status',
  isOf: ({ hasStatus }) => hasStatus,
  methods: { GET: get, PUT: updateOf('status'), PATCH: patchOf('status') },
  verbs: ['get', 'patch', 'update'],
};
