import type { ContainerAccess } from './containers.ts';
import type { Registry } from '../registry/registry.ts';
import type { EventFrames } from './event-frames.ts';
import type { OpenStreams } from './open-streams.ts';
import type { Forwarder } from './proxy/forward.ts';

/** What all verbs and subresources share. */
export type ApiContext = Readonly<{
  registry: Registry;
  runtime: ContainerAccess;
  /** From 0 to below 1. */
  random: () => number;
  frames: EventFrames;
  forwarder: Forwarder;
  watches: OpenStreams;
  logs: OpenStreams;
  /** Connections that exec, attach and port-forward have taken over. */
  sessions: OpenStreams;
  /** Answers that were given whole and are not read yet. */
  answers: OpenStreams;
  /** Told of mistakes of ours, which a client only gets as 500. */
  onError: (error: unknown) => void;
}>;
