import { type Config, isOpen, opensAt, type Priority, type ServiceHours, targetsOf } from '@callbook/contracts';

const PRIORITIES: readonly Priority[] = ['P1', 'P2', 'P3', 'P4'];
const LEVELS = ['high', 'medium', 'low'] as const;
/** A list longer than this is counted and not printed. */
const MOST = 40;

/** What was understood of a configuration, for whoever wrote it. Holds no secret: only what the desk does is told. */
export function understood(config: Config, now: Date): string {
  const {
    organisation,
    departments,
    services,
    routing,
    escalation,
    templates,
    closing,
    email,
    slack,
    voice,
    webhooks,
  } = config;
  const targets = targetsOf(config);
  const { timeZone = targets.hoursOf(undefined).timeZone } = organisation;
  return [
    section('Organisation', [
      ['name', organisation.name ?? '(none)'],
      ['time zone', timeZone],
      ['languages', list(organisation.languages) || 'every one that Callbook has words in'],
    ]),
    section('Reached by', [
      ...email.accounts.map(
        ({ name, address, smtp }) => ['e-mail', `${address} (${name})${smtp ? '' : ', sends nothing'}`] as const,
      ),
      ...(voice.twilio?.accounts ?? []).flatMap(({ name, numbers, sms }) => [
        ...numbers.map(({ number }) => ['telephone', `${number} (${name})`] as const),
        ['text messages', `${sms ? `by ${sms.from ?? sms.messagingServiceSid}` : 'none are sent'} (${name})`] as const,
      ]),
      ...slack.workspaces.map(({ team }) => ['Slack', team] as const),
      ['paper, telephone, web form', 'at the desk'],
    ]),
    section('Service hours', [
      ['the desk', hoursOf(targets.hoursOf(undefined), now)],
      ...departments.map(({ name, private: hidden, aliases, serviceHours }) => {
        const also = aliases.length === 0 ? '' : `, also ${list(aliases)}`;
        const own = serviceHours ? hoursOf(serviceHours, now) : 'as the desk';
        return [name, `${own}${hidden ? ', private' : ''}${also}`] as const;
      }),
    ]),
    section('Priorities', [
      ...LEVELS.map((impact) => {
        const row = LEVELS.map((urgency) => `${urgency} ${targets.priorityOf(impact, urgency)}`);
        return [`${impact} impact`, `by urgency: ${row.join(', ')}`] as const;
      }),
      ...PRIORITIES.map((priority) => [priority, promised(config, priority, now)] as const),
    ]),
    section(
      'Services',
      services.map(({ name, department, words, questions, tasks, respondMinutes, resolveMinutes }) => [
        name,
        [
          `goes to ${department}`,
          ...(words.length === 0 ? [] : [`by ${words.length} words`]),
          ...(questions.length === 0 ? [] : [`asks ${questions.length} questions`]),
          ...(tasks.length === 0 ? [] : [`with tasks for ${list(tasks.map((task) => task.department))}`]),
          ...(respondMinutes === undefined ? [] : [`answered within ${respondMinutes} min`]),
          ...(resolveMinutes === undefined ? [] : [`done within ${resolveMinutes} min`]),
        ].join(', '),
      ]),
    ),
    section('Rules, in this order', [
      ...routing.rules.map(({ name, when, department, service, impact, urgency, assignee }) => {
        const conditions = Object.entries(when).flatMap(([what, of]) => (of ? [`${what} ${list(of)}`] : []));
        const effects = Object.entries({ department, service, impact, urgency, assignee }).flatMap(([what, to]) =>
          to === undefined ? [] : [`${what} ${to}`],
        );
        return [name, `${conditions.join(' and ')} → ${effects.join(', ')}`] as const;
      }),
      ['urgent', `${routing.vips.length} VIPs, ${routing.urgentWords.length} words`],
      [
        'learned',
        routing.learning.enabled
          ? `where ${Math.round(routing.learning.precision * 100)} in 100 guesses were right`
          : 'nothing',
      ],
    ]),
    section(
      'Escalation',
      escalation.steps.map(({ name, target, minutes, priorities, departments: only, to }) => {
        const when = `${Math.abs(minutes)} min ${minutes < 0 ? 'before' : 'after'} ${target}`;
        const which = [...(priorities ?? []), ...(only ?? [])];
        return [name, `${when}${which.length === 0 ? '' : ` of ${list(which)}`} → ${list(to)}`];
      }),
    ),
    section('Messages in your own words', [
      ...templates.map(
        ({ kind, language, channels }) => [kind, `${language}${channels ? `, ${list(channels)}` : ''}`] as const,
      ),
      ['closing', closing.afterDays === undefined ? 'never' : `${closing.afterDays} days after a call was resolved`],
    ]),
    section(
      'Webhooks',
      webhooks.map((webhook) => [webhook.name, toldOf(webhook, departments)]),
    ),
  ].join('\n');
}

function section(title: string, lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([name]) => name.length), 0);
  const told = lines.slice(0, MOST).map(([name, value]) => `  ${name.padEnd(width)}  ${value}\n`);
  const more = lines.length > MOST ? [`  and ${lines.length - MOST} more\n`] : [];
  return `${title}\n${lines.length === 0 ? '  (none)\n' : [...told, ...more].join('')}`;
}

function hoursOf(hours: ServiceHours, now: Date): string {
  const { open, timeZone, holidays, exceptions } = hours;
  const at = (moment: Date | undefined) => moment?.toISOString().replace(/:\d\d\.\d+Z/, 'Z') ?? 'never';
  const state = isOpen(hours, now) ? 'open now' : `opens ${at(opensAt(hours, now))}`;
  const off = [
    ...(holidays.length === 0 ? [] : [`${holidays.length} holidays`]),
    ...(exceptions.length === 0 ? [] : [`${exceptions.length} exceptions`]),
  ];
  return [`${list(open) || 'always'} (${timeZone})`, ...off, state].join(', ');
}

function promised(config: Config, priority: Priority, now: Date): string {
  const { [priority]: own } = config.priorities;
  const respond = own.respondMinutes ?? config.response.minutes ?? config.voice.responseMinutes;
  const { respondBy } = targetsOf(config).of({ priority, receivedAt: now.toISOString(), waits: [] });
  const example = respondBy ? `: what comes now, by ${respondBy.replace(/:\d\d\.\d+Z/, 'Z')}` : '';
  const done = own.resolveMinutes === undefined ? 'no time to be done' : `done within ${own.resolveMinutes} min`;
  return `answered within ${respond} min of service hours, ${done}${example}`;
}

/** Of an address only where it leads: the rest of it may be a secret. */
function toldOf(webhook: Config['webhooks'][number], departments: Config['departments']): string {
  const { url, events, departments: only, content, previousSecret, insecure, timeoutSeconds } = webhook;
  const others = departments.some((one) => one.private) ? 'every department that is not private' : 'every department';
  return [
    new URL(url).origin,
    `hears ${events.length === 0 ? 'every event' : list(events)}`,
    `of ${only.length === 0 ? others : list(only)}`,
    content ? 'with what people wrote' : 'without what people wrote',
    ...(insecure ? ['http allowed'] : []),
    ...(previousSecret === undefined ? [] : ['signed with two secrets']),
    `answers within ${timeoutSeconds} s`,
  ].join(', ');
}

function list(items: readonly string[]): string {
  return items.length > 12 ? `${items.slice(0, 12).join(', ')} and ${items.length - 12} more` : items.join(', ');
}
