import type { Attributes } from './kind.ts';

/** The directions of a connection: what the client says, and what it is answered. */
export const STREAMS = ['upstream', 'downstream'] as const;

/** One of them. */
export type StreamName = (typeof STREAMS)[number];

/** A toxic as the REST API shows it; fields change in place, and what is at work sees it. */
export type Toxic = {
  attributes: Attributes;
  readonly name: string;
  readonly type: string;
  readonly stream: StreamName;
  /** The share of connections that it is meant for, from 0 to 1. */
  toxicity: number;
};
