import { textFlag, type FlagsTable } from '@pod-contagion/command-line';
import { parseAddress, type Address } from './listen-address.ts';

/** What the observatory in a cluster can be told. */
export type ObservatoryFlags = Readonly<{
  namespace: string | undefined;
  selector: string | undefined;
  address: Address;
  host: readonly string[];
}>;

/** The flags of the observatory in a cluster; help and docs are made from this. */
export const OBSERVATORY_FLAGS: FlagsTable<ObservatoryFlags> = {
  namespace: textFlag('name', 'the name of a namespace', 'Where the pods are; default: its own.'),
  selector: {
    valueName: 'selector',
    expected: 'a label selector',
    help: "Which pods, by their labels; default app=podder, and '' is all of them.",
    read: ([text = '']) => text.trim(),
    fallback: undefined,
  },
  address: {
    valueName: 'address',
    expected: 'HOST:PORT',
    help: 'Where the page is served; that of a pod stands for all of its addresses, as kubectl port-forward comes by loopback. Default 127.0.0.1:8080.',
    read: ([text = '']) => parseAddress(text),
    fallback: { host: '127.0.0.1', port: 8080 },
  },
  host: {
    valueName: 'name',
    expected: 'a name',
    help: 'A further name under which the page is asked for, as that of an API server that has one; may be repeated.',
    repeated: true,
    read: (names) => (names.every((name) => /^[a-z0-9.-]+$/i.test(name)) ? names : undefined),
    fallback: [],
  },
};
