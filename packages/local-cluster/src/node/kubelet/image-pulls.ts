import type { Image } from '../images/image.ts';
import type { Clock } from '@pod-contagion/api-server/objects';
import type { EventRecorder, EventSubject } from '../../control-loop/recorder.ts';

/** The wait after the first failed pull, in milliseconds; doubles with each. Source: pkg/kubelet/kubelet.go (`imageBackOffPeriod`). */
const FIRST_PULL_BACKOFF_MS = 10_000;

/** The longest wait, in milliseconds. Source: pkg/kubelet/kubelet.go (`MaxImageBackOff`). */
const MAX_PULL_BACKOFF_MS = 300_000;

/** What asking for an image comes to. */
export type ImageAnswer =
  | Readonly<{ image: Image }>
  | Readonly<{
      image: undefined;
      reason: 'ErrImagePull' | 'ImagePullBackOff' | 'ErrImageNeverPull';
      message: string;
      /** When it is worth asking again. */
      dueAtMs: number;
    }>;

/** Which image is wanted, by whom. */
export type ImageRequest = Readonly<{
  podUid: string;
  name: string;
  policy: string | undefined;
  subject: EventSubject;
}>;

/** Finds images and backs off from those there are not, as a kubelet does. */
export type ImagePulls = Readonly<{
  ensure: (request: ImageRequest) => ImageAnswer;
  /** Forgets the back-offs of a pod. */
  forget: (podUid: string) => void;
}>;

type PullBackoff = { delayMs: number; changedAtMs: number; error: string };

/**
 * Makes the images' side of a kubelet. An image that is known is on the machine; any other cannot be pulled, and the
 * Event says how to add it.
 *
 * Source: pkg/kubelet/images/image_manager.go (`EnsureImageExists`, `pullImage`).
 */
export function createImagePulls(
  resolve: (name: string) => Image | undefined,
  recorder: EventRecorder,
  clock: Clock,
): ImagePulls {
  const pods = new Map<string, Map<string, PullBackoff>>();

  const fail = ({ podUid, name, subject }: ImageRequest): ImageAnswer => {
    const nowMs = clock.nowMs();
    const backoffs = pods.get(podUid) ?? new Map<string, PullBackoff>();
    pods.set(podUid, backoffs);
    const known = backoffs.get(name);
    if (known !== undefined && nowMs - known.changedAtMs < known.delayMs) {
      const message = `Back-off pulling image ${JSON.stringify(name)}`;
      recorder.record(subject, 'Normal', 'BackOff', message);
      return {
        image: undefined,
        reason: 'ImagePullBackOff',
        message: `${message}: ErrImagePull: ${known.error}`,
        dueAtMs: known.changedAtMs + known.delayMs,
      };
    }
    recorder.record(subject, 'Normal', 'Pulling', `Pulling image ${JSON.stringify(name)}`);
    const error = `no such image in this cluster; add it with --image ${name}='COMMAND'`;
    recorder.record(subject, 'Warning', 'Failed', `Failed to pull image ${JSON.stringify(name)}: ${error}`);
    const delayMs = nextDelayMs(known, nowMs);
    backoffs.set(name, { delayMs, changedAtMs: nowMs, error });
    return { image: undefined, reason: 'ErrImagePull', message: error, dueAtMs: nowMs + delayMs };
  };

  const ensure = (request: ImageRequest): ImageAnswer => {
    const { name, policy, subject } = request;
    const image = resolve(name);
    if (image !== undefined) {
      const message = `Container image ${JSON.stringify(name)} already present on machine and can be accessed by the pod`;
      recorder.record(subject, 'Normal', 'Pulled', message);
      return { image };
    }
    if (policy !== 'Never') return fail(request);
    const message = `Container image ${JSON.stringify(name)} is not present with pull policy of Never`;
    recorder.record(subject, 'Warning', 'ErrImageNeverPull', message);
    const dueAtMs = clock.nowMs() + FIRST_PULL_BACKOFF_MS;
    return { image: undefined, reason: 'ErrImageNeverPull', message, dueAtMs };
  };

  return {
    ensure,
    forget: (podUid) => {
      pods.delete(podUid);
    },
  };
}

/** Source: client-go/util/flowcontrol/backoff.go (`Next`). */
function nextDelayMs(known: PullBackoff | undefined, nowMs: number): number {
  const isNew = known === undefined || nowMs - known.changedAtMs > 2 * MAX_PULL_BACKOFF_MS;
  return isNew ? FIRST_PULL_BACKOFF_MS : Math.min(2 * known.delayMs, MAX_PULL_BACKOFF_MS);
}
