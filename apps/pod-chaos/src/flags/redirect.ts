import { numberFlag, switchFlag, type FlagsTable } from '@pod-contagion/command-line';
import { checkedFlag, listFlag } from './kinds.ts';
import { isInterfaceName } from './names.ts';
import { isAddress } from './peers.ts';

/** Before which port a proxy stands, and whose connections it takes. */
export type RedirectFlags = Readonly<{
  port: number | undefined;
  except: readonly string[];
  'include-node': boolean;
  'reset-open': boolean;
  interface: string | undefined;
}>;

/** Flags of every command whose fault a proxy in the pod does. */
export const REDIRECT_FLAGS: FlagsTable<RedirectFlags> = {
  port: numberFlag({ min: 1, max: 65_535 }, 'Port of the pod at which its program listens; has to be given.'),
  except: listFlag(
    'address',
    'an address or a CIDR',
    'Not connections from here; may be repeated.',
    isAddress,
  ),
  'include-node': switchFlag(
    "Also what comes from the node itself, from which the kubelet probes; a failing probe restarts the pod's containers.",
  ),
  'reset-open': switchFlag(
    'Resets connections that were open before, at their next packet, so that clients which keep theirs open make new ones; else they are left alone.',
  ),
  interface: {
    ...checkedFlag(
      'name',
      'the name of a network interface',
      'Interface in the pod by which it comes; default eth0.',
      isInterfaceName,
    ),
    short: 'i',
  },
};
