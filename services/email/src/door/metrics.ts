import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Why a client was turned away before it could give a mail. */
export type Turned = 'network' | 'connections' | 'pace' | 'recipient' | 'recipients' | 'encryption';

export type DoorMetrics = {
  /** The answer to a mail: 250, the code of a refusal, or `gone` when its client did not wait for it. */
  answered(answer: string, seconds: number): void;
  turned(why: Turned): void;
};

/** The door's figures on `/metrics`. `connections` tells how many there are. */
export function createDoorMetrics(registry: Registry, connections: () => number): DoorMetrics {
  const registers = [registry];
  const mails = new Counter({
    name: 'callbook_email_door_mails_total',
    help: 'Mails that came to the door, by the answer to their recipients',
    labelNames: ['answer'],
    registers,
  });
  const turned = new Counter({
    name: 'callbook_email_door_turned_away_total',
    help: 'Connections, mails and recipients that were refused before a mail came',
    labelNames: ['why'],
    registers,
  });
  const seconds = new Histogram({
    name: 'callbook_email_door_answer_seconds',
    help: 'Seconds from the last byte of a mail to its answer',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers,
  });
  new Gauge({
    name: 'callbook_email_door_connections',
    help: 'Clients that are connected',
    registers,
    collect() {
      this.set(connections());
    },
  });
  return {
    answered(answer, took) {
      mails.inc({ answer });
      seconds.observe(took);
    },
    turned: (why) => turned.inc({ why }),
  };
}
