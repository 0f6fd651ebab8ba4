import type { Kind } from '../../registry/kind.ts';
import type { Verb } from '../verbs/verb.ts';

/** A part of an object, or something done with it, that has an address of its own: `pods/NAME/log`. */
export type Subresource = Readonly<{
  /** The last part of its address. */
  name: string;
  /** Whether a kind has it. */
  isOf: (kind: Kind) => boolean;
  /** What is done, by HTTP method. */
  methods: Readonly<Record<string, Verb>>;
  /** How it is listed in discovery: the kind it takes and gives, where that is not the object's own. */
  responseKind?: Readonly<{ group: string; version: string; kind: string }>;
  verbs: readonly string[];
  /** Whether it answers with something other than an object, so that the Accept header is not for us. */
  answersAnything?: boolean;
}>;
