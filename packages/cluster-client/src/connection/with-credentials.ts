import type { Dispatcher } from 'undici';
import type { Credential, Credentials } from '../credentials/credentials.ts';
import type { Headers } from '../credentials/impersonation.ts';

/** What belongs to every request besides its credentials. */
export type Common = Readonly<{
  /** Requests to anywhere else are refused: they would carry credentials. */
  origin: string;
  headers: Headers;
  /** Whether the path has to be the whole address. */
  wholeAddress: boolean;
  /** Told of the credentials before they are used: connections may depend on them. */
  onCredential: (credential: Credential) => void;
}>;

/** Most chunks of a refusal that are kept for whoever asked. */
const MAX_HELD_CHUNKS = 16;

type Dispatch = Dispatcher['dispatch'];
type Options = Dispatcher.DispatchOptions;
type Given = NonNullable<Options['headers']>;
type Handler = Dispatcher.DispatchHandler;

/**
 * Adds credentials to each request; one that the API server does not take (401) is sent once more where there are
 * other credentials by then, and its body can be sent twice.
 */
export function withCredentials(
  credentials: Credentials,
  common: Common,
): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch: Dispatch) => (options, handler) => {
    if (String(options.origin) !== common.origin) {
      const got = String(options.origin);
      handler.onResponseError?.(
        noController,
        new Error(`expected a request to ${common.origin}, got one to ${got}`),
      );
      return true;
    }
    void send(true);
    return true;

    async function send(isFirst: boolean): Promise<void> {
      try {
        const credential = await credentials.get();
        common.onCredential(credential);
        const again = (): Promise<boolean> => credentials.refused(credential);
        const mayRepeat = isFirst && isRepeatable(options.body);
        dispatch(
          complete(options, credential, common),
          mayRepeat ? repeating(handler, again, () => void send(false)) : handler,
        );
      } catch (error) {
        handler.onResponseError?.(noController, error as Error);
      }
    }
  };
}

function complete(options: Options, { authorization }: Credential, common: Common): Options {
  const added: Headers = { ...(authorization !== undefined && { authorization }), ...common.headers };
  const path = common.wholeAddress ? `${common.origin}${options.path}` : options.path;
  return { ...options, path, headers: joined(options.headers ?? {}, added) };
}

/** undici takes headers in several forms. */
function joined(given: Given, added: Headers): Given {
  if (Array.isArray(given)) {
    const flat = Object.entries(added).flatMap(([name, value]) =>
      [value].flat().flatMap((one) => [name, one]),
    );
    return [...given, ...flat] as string[];
  }
  const entries = Symbol.iterator in given ? Object.fromEntries(given as Iterable<[string, string]>) : given;
  return { ...entries, ...added };
}

function isRepeatable(body: unknown): boolean {
  return body === undefined || body === null || typeof body === 'string' || Buffer.isBuffer(body);
}

/** Lets an answer through, unless it is a 401 after which there are other credentials. */
function repeating(handler: Handler, refused: () => Promise<boolean>, again: () => void): Handler {
  let held: Readonly<{ start: () => void; data: Buffer[] }> | undefined;
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade: (controller, status, headers, socket) =>
      handler.onRequestUpgrade?.(controller, status, headers, socket),
    onResponseStarted: () => handler.onResponseStarted?.(),
    onResponseStart(controller, status, headers, message) {
      if (status !== 401) {
        handler.onResponseStart?.(controller, status, headers, message);
        return;
      }
      held = { data: [], start: () => handler.onResponseStart?.(over(controller), status, headers, message) };
    },
    onResponseData(controller, chunk) {
      if (held === undefined) handler.onResponseData?.(controller, chunk);
      else if (held.data.length < MAX_HELD_CHUNKS) held.data.push(chunk);
    },
    onResponseEnd(controller, trailers) {
      if (held === undefined) {
        handler.onResponseEnd?.(controller, trailers);
        return;
      }
      const { start, data } = held;
      void refused().then(
        (others) => {
          if (others) {
            again();
            return;
          }
          start();
          for (const chunk of data) handler.onResponseData?.(over(controller), chunk);
          handler.onResponseEnd?.(over(controller), trailers);
        },
        (error: unknown) => handler.onResponseError?.(controller, error as Error),
      );
    },
    onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
  };
}

/** Stands for a request whose answer is here already: nothing can be paused or given up any more. */
function over({
  rawHeaders = null,
  rawTrailers = null,
}: Dispatcher.DispatchController): Dispatcher.DispatchController {
  return { ...noController, aborted: false, rawHeaders, rawTrailers };
}

/** Stands for a request that was never begun. */
const noController: Dispatcher.DispatchController = {
  aborted: true,
  paused: false,
  reason: null,
  rawHeaders: null,
  rawTrailers: null,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
};
