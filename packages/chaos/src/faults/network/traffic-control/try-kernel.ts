import { ChaosError } from '../../../errors.ts';
import type { AgentContext } from '../../fault-agent.ts';
import { failure, saidBy } from '../run-program.ts';
import { isUnknownKind, unknownKind } from './qdisc-step.ts';
import type { QdiscPlace } from './qdiscs.ts';

/** A kind of qdisc that refuses shared blocks of filters, and the word for a block it never takes. */
const NEVER_TAKEN = { netem: 'ingress_block', prio: 'ingress_block', ingress: 'egress_block' } as const;

/**
 * Finds out whether the kernel has a kind of qdisc without putting one there: tc asks for it with a block of filters,
 * which the kernel refuses for these kinds, but only once it has found the kind (qdisc_create in net/sched/sch_api.c).
 * Kernels before 4.16 do not know blocks: there it is added for a moment, without any parameters, and deleted.
 *
 * @throws {ChaosError} CHAOS_NO_NETEM or CHAOS_SET_UP where the kernel has it not, or does not let us.
 */
export async function tryQdisc(context: AgentContext, place: QdiscPlace): Promise<void> {
  const { device, kind, at } = place;
  const where = ['dev', device, ...at];
  const args = ['qdisc', 'add', ...where, NEVER_TAKEN[kind], '1', kind];
  const result = await context.command('tc', args);
  if (result.exitCode === 0) {
    await context.command('tc', ['qdisc', 'del', ...where, kind]);
    return;
  }
  const said = saidBy(result);
  if (isUnknownKind(result)) throw unknownKind(kind, said);
  // What tc itself does not understand says nothing about the kernel: setting it up will tell.
  if (/sharing is not supported|Operation not supported|What is|Unknown qdisc|Usage/i.test(said)) return;
  throw failure('tc', args, result);
}

/**
 * Finds out whether the kernel has ifb devices without making one: it refuses a multicast address for a device, but only
 * once it has found its kind.
 *
 * @throws {ChaosError} CHAOS_SET_UP where it has not.
 */
export async function tryIfb(context: AgentContext, name: string): Promise<void> {
  const args = ['link', 'add', name, 'address', '01:00:00:00:00:00', 'type', 'ifb'];
  const result = await context.command('ip', args);
  const said = saidBy(result);
  if (result.exitCode === 0) await context.command('ip', ['link', 'del', 'dev', name]);
  else if (/Unknown device type|Operation not supported/i.test(said))
    throw new ChaosError('CHAOS_SET_UP', `expected a kernel with ifb for direction in, ip says: ${said}`);
  else if (!/Cannot assign requested address/i.test(said)) throw failure('ip', args, result);
}
