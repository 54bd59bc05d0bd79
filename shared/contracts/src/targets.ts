import { responseClock } from './acknowledgement-config.ts';
import type { Config } from './config.ts';
import type { Impact, Priority, Urgency } from './priority.ts';
import type { ServiceHours } from './service-hours.ts';
import { afterServiceTime, type Pause } from './service-time.ts';

/** What the targets of a call depend on. */
export type Targeted = {
  readonly department?: string | undefined;
  readonly service?: string | undefined;
  readonly priority: Priority;
  readonly receivedAt: string;
  /** When it waited for its requester. */
  readonly waits: readonly Pause[];
};

/** By when a person must answer, and by when it must be done. Undefined: nothing is promised, or nobody is ever there. */
export type CallTargets = { readonly respondBy: string | undefined; readonly resolveBy: string | undefined };

/** What is promised for a call. */
export type Targets = {
  priorityOf(impact: Impact, urgency: Urgency): Priority;
  of(call: Targeted): CallTargets;
  /** When the people are there who work on calls of a department. */
  hoursOf(department: string | undefined): ServiceHours;
};

export type TargetsConfig = Pick<Config, 'response' | 'voice' | 'departments' | 'services' | 'priorities'>;

/**
 * The promises of a configuration. A service's own minutes come before those of the priority, and those before the
 * desk's; the clock is that of the department. Pure: the same call has the same targets, whoever asks and when.
 */
export function targetsOf(config: TargetsConfig): Targets {
  const { serviceHours, minutes } = responseClock(config);
  const { departments, services, priorities } = config;
  const hours = new Map(departments.map((one) => [one.name, one.serviceHours ?? serviceHours]));
  const catalogue = new Map(services.map((one) => [one.name, one]));
  const hoursOf = (department: string | undefined) =>
    (department === undefined ? undefined : hours.get(department)) ?? serviceHours;
  return {
    hoursOf,
    priorityOf: (impact, urgency) => priorities.matrix[impact][urgency],
    of({ department, service, priority, receivedAt, waits }) {
      const own = service === undefined ? undefined : catalogue.get(service);
      const general = priorities[priority];
      const clock = hoursOf(department);
      const after = (span: number | undefined) =>
        span === undefined ? undefined : afterServiceTime(clock, new Date(receivedAt), span, waits)?.toISOString();
      return {
        respondBy: after(own?.respondMinutes ?? general.respondMinutes ?? minutes),
        resolveBy: after(own?.resolveMinutes ?? general.resolveMinutes),
      };
    },
  };
}
