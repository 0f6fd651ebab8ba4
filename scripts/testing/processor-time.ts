/**
 * How long this process was busy with something, in ms of processor time. What else the machine does is not in it, so
 * that a limit for it may be close to what the work takes.
 */
export async function processorMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
