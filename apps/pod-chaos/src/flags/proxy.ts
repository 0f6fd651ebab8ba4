import { durationFlag, numberFlag, switchFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_SCHEDULE_MS, MAX_SEED } from '../limits.ts';

/** What `pod-chaos proxy` can be told. */
export type ProxyFlags = Readonly<{
  host: string | undefined;
  port: number | undefined;
  config: string | undefined;
  seed: number | undefined;
  expose: boolean;
  duration: number | undefined;
  json: boolean;
}>;

/** The flags of `pod-chaos proxy`; those that Toxiproxy's server has are called the same there. */
export const PROXY_FLAGS: FlagsTable<ProxyFlags> = {
  host: textFlag('host', 'a name or an address', 'Where the REST API listens; default 127.0.0.1.'),
  port: numberFlag({ min: 0, max: 65_535 }, 'Its port; default 8474, and 0 for any that is free.'),
  config: textFlag(
    'file',
    'the path of a file, or its text, which begins with [',
    "Proxies to begin with: a list in JSON, as Toxiproxy's -config takes it; each may have toxics besides, and $(NAME) in an address is a variable.",
  ),
  seed: numberFlag({ min: 0, max: MAX_SEED }, 'Makes the chances of toxics repeatable.'),
  expose: switchFlag(
    'The API and proxies may listen elsewhere than on loopback: whoever reaches the API can open ports and reach what this machine does.',
  ),
  duration: durationFlag(
    { minMs: 1_000, maxMs: MAX_SCHEDULE_MS, described: '1s to 8760h' },
    'Ends after this; default: at Ctrl-C.',
  ),
  json: switchFlag('Writes JSON, one object a line.'),
};
