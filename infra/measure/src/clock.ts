/** Milliseconds on the machine's monotonic clock, which is the same one in every process. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
