import { isDeepStrictEqual } from 'node:util';
import { ApiError, type Registry } from '@pod-contagion/api-server/registry';
import type { Pod } from '@pod-contagion/api-server/objects';
import type { PodState } from './pod-state.ts';
import { podStatus, type StatusSurroundings } from './pod-status.ts';

/** Writes the statuses of a kubelet's pods into the API. */
export type StatusWriter = Readonly<{
  /** Writes soon; what comes together is written once. */
  queue: (state: PodState) => void;
  /** Writes now. */
  write: (state: PodState) => void;
  close: () => void;
}>;

/** Makes the writer of one kubelet; `surroundings` are undefined for a pod that it has nothing to do with any more. */
export function createStatusWriter(
  registry: Registry,
  surroundings: (state: PodState) => StatusSurroundings | undefined,
  onError: (error: unknown) => void,
): StatusWriter {
  let dirty = new Set<PodState>();
  let timer: NodeJS.Immediate | undefined;

  const write = (state: PodState): void => {
    dirty.delete(state);
    const present = registry.find('pods', state.namespace, state.name);
    const around = surroundings(state);
    if (state.isRemoved || around === undefined || present?.metadata.uid !== state.uid) return;
    // Most passes change nothing: they should not cost a copy of the whole pod.
    const status = podStatus(state, present, around);
    if (isDeepStrictEqual(status, present.status)) return;
    try {
      const put = (draft: Pod): void => {
        draft.status = status;
      };
      registry.modify('pods', state.namespace, state.name, put, { subresource: 'status' });
    } catch (error) {
      // A pod that is gone needs no status.
      if (!(error instanceof ApiError && error.status.code === 404)) onError(error);
    }
  };

  const flush = (): void => {
    timer = undefined;
    const states = dirty;
    dirty = new Set();
    for (const state of states) write(state);
  };

  return {
    write,
    queue: (state) => {
      dirty.add(state);
      timer ??= setImmediate(flush);
    },
    close: () => {
      clearImmediate(timer);
      dirty.clear();
    },
  };
}
