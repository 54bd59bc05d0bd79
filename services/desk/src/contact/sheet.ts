import { type Config, Priority, responseClock, type ServiceHours } from '@callbook/contracts';

/** What people are told of the desk: what the configuration says, and nothing that stands only in somebody's head. */
export type Sheet = {
  readonly organisation: string | undefined;
  readonly mails: readonly string[];
  readonly phones: readonly { readonly number: string; readonly about?: string | undefined }[];
  readonly slack: readonly string[];
  readonly counters: readonly { readonly place: string; readonly open: readonly string[] }[];
  readonly form: boolean;
  /** Of this page, as it stands on paper. */
  readonly address: string;
  /** What to do when nobody is there, where the organisation says so itself. */
  readonly outOfHours: Config['contact']['outOfHours'];
  readonly serviceHours: ServiceHours;
  /** Departments with hours of their own. */
  readonly otherHours: readonly { readonly department: string; readonly serviceHours: ServiceHours }[];
  /** Days within the next two months on which nobody is there, or at other hours; the nearest first. */
  readonly exceptions: readonly { readonly date: string; readonly open: readonly string[] }[];
  readonly departments: readonly string[];
  readonly services: readonly {
    readonly name: string;
    readonly department: string;
    readonly questions: readonly string[];
  }[];
  /** Minutes of service hours. */
  readonly targets: readonly {
    readonly priority: Priority;
    readonly respond: number;
    readonly resolve: number | undefined;
  }[];
  readonly ownTargets: readonly {
    readonly service: string;
    readonly respond: number | undefined;
    readonly resolve: number | undefined;
  }[];
};

/** So far ahead people plan. */
const DAYS_AHEAD = 62;
const MOST_EXCEPTIONS = 8;

export type SheetConfig = Pick<
  Config,
  | 'http'
  | 'organisation'
  | 'email'
  | 'voice'
  | 'slack'
  | 'response'
  | 'departments'
  | 'services'
  | 'priorities'
  | 'contact'
>;

/** What is told on a day. */
export function sheetOf(config: SheetConfig, now: Date): Sheet {
  const { contact, departments, services, priorities } = config;
  const { serviceHours, minutes } = responseClock(config);
  const called =
    config.voice.twilio?.accounts.flatMap(({ numbers }) => numbers.map(({ number }) => ({ number }))) ?? [];
  return {
    organisation: config.organisation.name,
    mails: config.email.accounts.map(({ address }) => address),
    phones: [...contact.phones, ...called],
    slack: contact.slack,
    counters: contact.counters,
    ...{
      form: contact.form,
      address: `${config.http.publicUrl ?? ''}/contact`,
      outOfHours: contact.outOfHours,
    },
    serviceHours,
    otherHours: departments.flatMap(({ name, serviceHours: own }) =>
      own === undefined ? [] : [{ department: name, serviceHours: own }],
    ),
    exceptions: exceptionsOf(serviceHours, now),
    departments: departments.map(({ name }) => name),
    services: services.map(({ name, department, questions }) => ({ name, department, questions })),
    targets: Priority.options.map((priority) => ({
      priority,
      respond: priorities[priority].respondMinutes ?? minutes,
      resolve: priorities[priority].resolveMinutes,
    })),
    ownTargets: services.flatMap(({ name, respondMinutes, resolveMinutes }) =>
      respondMinutes === undefined && resolveMinutes === undefined
        ? []
        : [{ service: name, respond: respondMinutes, resolve: resolveMinutes }],
    ),
  };
}

function exceptionsOf({ holidays, exceptions, timeZone }: ServiceHours, now: Date): Sheet['exceptions'] {
  const day = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
  const first = day(now.getTime());
  const last = day(now.getTime() + DAYS_AHEAD * 86_400_000);
  const other = new Map(holidays.map((date) => [date, [] as readonly string[]]));
  for (const { date, open } of exceptions) other.set(date, open);
  return [...other]
    .filter(([date]) => date >= first && date <= last)
    .sort(([a], [b]) => a.localeCompare(b))
    .slice(0, MOST_EXCEPTIONS)
    .map(([date, open]) => ({ date, open }));
}
