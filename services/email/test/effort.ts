/** Milliseconds of the processor that a piece of work takes, whatever else the machine has to do meanwhile. */
export async function effortOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
