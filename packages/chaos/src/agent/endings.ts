import type { EndReason } from './lines.ts';

/** Why it is over, and the error if one is the reason. */
export type Ending = Readonly<{ reason: EndReason; error?: unknown }>;

/** The one end of an agent: many things may ask for it, the first gives the reason, and nothing takes it back. */
export type Endings = Readonly<{
  end: (ending: Ending) => void;
  ending: () => Ending | undefined;
  ended: Promise<Ending>;
}>;

/** Makes an end that has not come yet. */
export function createEndings(): Endings {
  let first: Ending | undefined;
  let tell = (_ending: Ending): void => {};
  const ended = new Promise<Ending>((resolve) => (tell = resolve));
  return {
    end: (ending) => {
      first ??= ending;
      tell(first);
    },
    ending: () => first,
    ended,
  };
}
