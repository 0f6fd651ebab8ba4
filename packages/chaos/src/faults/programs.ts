/**
 * The programs that agents run, and nothing else: the type of `AgentContext.command` takes no other. Where an agent runs from
 * the image, all of them have to be in it but for `ps`, which is asked only where there is no /proc.
 */
export const AGENT_PROGRAMS = [
  'ip',
  'tc',
  'iptables',
  'ip6tables',
  'iptables-legacy',
  'ip6tables-legacy',
  'iptables-save',
  'ip6tables-save',
  'iptables-legacy-save',
  'ip6tables-legacy-save',
  'iptables-restore',
  'ip6tables-restore',
  'iptables-legacy-restore',
  'ip6tables-legacy-restore',
  'ps',
] as const;

/** One of them. */
export type AgentProgram = (typeof AGENT_PROGRAMS)[number];

/** Those that an image has to have. */
export const IMAGE_PROGRAMS: readonly AgentProgram[] = AGENT_PROGRAMS.filter((name) => name !== 'ps');
