import type { Flag } from '@pod-contagion/command-line';
import { BURN_FLAGS } from './burn.ts';
import { DISCONNECT_FLAGS } from './disconnect.ts';
import { DISRUPT_FLAGS } from './disrupt.ts';
import { FAIL_FLAGS } from './fail.ts';
import { FILL_FLAGS } from './fill.ts';
import { FLUSH_FLAGS } from './flush.ts';
import { KILL_FLAGS } from './kill.ts';
import { CLEANUP_FLAGS, INSTALL_FLAGS, RECONNECT_FLAGS, STATUS_FLAGS, WATCH_FLAGS } from './look.ts';
import { PREFLIGHT_FLAGS } from './preflight.ts';
import { PROBE_FLAGS } from './probe.ts';
import { PROXY_FLAGS } from './proxy.ts';
import { REAP_FLAGS } from './reap.ts';
import { SLOW_FLAGS } from './slow.ts';
import { TOXIC_FLAGS } from './toxic.ts';
import { RUN_FLAGS, VALIDATE_FLAGS } from './run.ts';

/** Names of the commands. */
export type CommandName =
  | 'install'
  | 'kill'
  | 'reap'
  | 'disrupt'
  | 'disconnect'
  | 'reconnect'
  | 'drop'
  | 'slow'
  | 'fail'
  | 'toxic'
  | 'burn'
  | 'fill'
  | 'flush'
  | 'status'
  | 'cleanup'
  | 'probe'
  | 'proxy'
  | 'watch'
  | 'preflight'
  | 'run'
  | 'validate';

/** The flags of every command; the docs' tables are made from this. */
export const COMMAND_FLAGS: Readonly<Record<CommandName, Readonly<Record<string, Flag<unknown>>>>> = {
  install: INSTALL_FLAGS,
  kill: KILL_FLAGS,
  reap: REAP_FLAGS,
  disrupt: DISRUPT_FLAGS,
  disconnect: DISCONNECT_FLAGS,
  reconnect: RECONNECT_FLAGS,
  drop: DISCONNECT_FLAGS,
  slow: SLOW_FLAGS,
  fail: FAIL_FLAGS,
  toxic: TOXIC_FLAGS,
  burn: BURN_FLAGS,
  fill: FILL_FLAGS,
  flush: FLUSH_FLAGS,
  status: STATUS_FLAGS,
  cleanup: CLEANUP_FLAGS,
  probe: PROBE_FLAGS,
  proxy: PROXY_FLAGS,
  watch: WATCH_FLAGS,
  preflight: PREFLIGHT_FLAGS,
  run: RUN_FLAGS,
  validate: VALIDATE_FLAGS,
};
