/** Something to wait for that may have happened already: a ring before the waiting counts for the next waiting. */
export type Bell = {
  ring(): void;
  rung(): Promise<void>;
};

/** A bell for one waiter. */
export function createBell(): Bell {
  let rang = false;
  let waiter: (() => void) | undefined;
  return {
    ring() {
      rang = true;
      waiter?.();
    },
    async rung() {
      if (!rang) await new Promise<void>((resolve) => (waiter = resolve));
      rang = false;
      waiter = undefined;
    },
  };
}
