/** Does work for each item, `most` at a time: as soon as one is done the next begins. */
export async function inFlight<T>(
  items: Iterable<T>,
  most: number,
  work: (item: T, index: number) => Promise<unknown>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let index = 0;
  const lane = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      await work(next.value, index++);
    }
  };
  await Promise.all(Array.from({ length: most }, lane));
}
