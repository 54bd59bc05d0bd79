import { z } from 'zod';
import { DepartmentsConfig, EscalationConfig, RoutingConfig, ServicesConfig, TemplatesConfig } from './desk-config.ts';
import { PaperConfig } from './paper-config.ts';
import { SlackConfig } from './slack-config.ts';
import { VoiceConfig } from './voice-config.ts';
import { WebhooksConfig } from './webhook-config.ts';

/** Two settings that do not go together, told of the second. */
export type Contradiction = { readonly path: readonly PropertyKey[]; readonly message: string };

/**
 * What no section can know of itself: names that stand twice, and names of departments and services that there are not.
 * Sections that have faults of their own are passed over, so that all faults can be told at once.
 */
export function contradictionsOf(settings: unknown): Contradiction[] {
  const given = z.record(z.string(), z.unknown()).safeParse(settings).data ?? {};
  const read = <T extends z.ZodType>(schema: T, section: string): z.infer<T> | undefined =>
    schema.safeParse(given[section] ?? undefined).data;
  const departments = read(DepartmentsConfig, 'departments');
  const services = read(ServicesConfig, 'services');
  const routing = read(RoutingConfig.prefault({}), 'routing');
  const escalation = read(EscalationConfig.prefault({}), 'escalation');
  const templates = read(TemplatesConfig, 'templates');

  const found: Contradiction[] = [];
  const tell = (message: string, ...path: PropertyKey[]) => found.push({ path, message });

  const names = new Map<string, string>();
  for (const [at, { name, aliases }] of (departments ?? []).entries())
    for (const one of [name, ...aliases]) {
      const other = names.get(fold(one));
      if (other !== undefined && other !== name) tell(`${one} is ${other} already`, 'departments', at, 'name');
      else if (other !== undefined && one === name) tell('a department stands twice', 'departments', at, 'name');
      names.set(fold(one), name);
    }
  // Without any department the desk is one, and names are whatever forms and menus say.
  const lacks = (name: string | undefined) =>
    name !== undefined && departments !== undefined && departments.length > 0 && !names.has(fold(name));
  const department = (name: string | undefined, ...path: PropertyKey[]) => {
    if (lacks(name)) tell(`there is no department ${name} (departments)`, ...path);
  };

  const catalogue = new Set<string>();
  for (const [at, service] of (services ?? []).entries()) {
    if (catalogue.has(fold(service.name))) tell('a service stands twice', 'services', at, 'name');
    catalogue.add(fold(service.name));
    if (departments?.length === 0) tell('there are no departments', 'services', at, 'department');
    department(service.department, 'services', at, 'department');
    for (const [task, one] of service.tasks.entries())
      department(one.department, 'services', at, 'tasks', task, 'department');
  }
  for (const [at, rule] of (routing?.rules ?? []).entries()) {
    const { name, when, department: target, service, impact, urgency, assignee } = rule;
    if (routing?.rules.findIndex((one) => one.name === name) !== at)
      tell('a rule stands twice', 'routing', 'rules', at, 'name');
    if (Object.values(when).every((condition) => condition === undefined))
      tell('a rule without a condition would take everything', 'routing', 'rules', at, 'when');
    if ([target, service, impact, urgency, assignee].every((effect) => effect === undefined))
      tell('a rule that does nothing', 'routing', 'rules', at);
    department(target, 'routing', 'rules', at, 'department');
    if (service !== undefined && services !== undefined && !catalogue.has(fold(service)))
      tell(`there is no service ${service} (services)`, 'routing', 'rules', at, 'service');
  }
  for (const [at, step] of (escalation?.steps ?? []).entries()) {
    if (escalation?.steps.findIndex(({ name }) => name === step.name) !== at)
      tell('a step stands twice', 'escalation', 'steps', at, 'name');
    for (const [place, name] of (step.departments ?? []).entries())
      department(name, 'escalation', 'steps', at, 'departments', place);
  }
  const worded = new Set<string>();
  for (const [at, { kind, language, channels = ['every'] }] of (templates ?? []).entries())
    for (const channel of channels) {
      if (worded.has(`${kind} ${language} ${channel}`))
        tell('there are two templates for the same', 'templates', at, 'language');
      worded.add(`${kind} ${language} ${channel}`);
    }
  for (const { name, path } of chosenElsewhere(read)) department(name, ...path);
  return found;
}

type Read = <T extends z.ZodType>(schema: T, section: string) => z.infer<T> | undefined;

/** Departments that forms and menus of channels offer, and that webhooks tell of. */
function chosenElsewhere(read: Read): { name: string; path: PropertyKey[] }[] {
  const paper = read(PaperConfig.prefault({}), 'paper');
  const slack = read(SlackConfig.prefault({}), 'slack');
  const voice = read(VoiceConfig.prefault({}), 'voice');
  const webhooks = read(WebhooksConfig, 'webhooks');
  return [
    ...(webhooks ?? []).flatMap(({ departments }, webhook) =>
      departments.map((name, at) => ({ name, path: ['webhooks', webhook, 'departments', at] })),
    ),
    ...(paper?.departments ?? []).map((name, at) => ({ name, path: ['paper', 'departments', at] })),
    ...(slack?.workspaces ?? []).flatMap(({ form }, workspace) =>
      form.departments.map((name, at) => ({
        name,
        path: ['slack', 'workspaces', workspace, 'form', 'departments', at],
      })),
    ),
    ...(voice?.twilio?.accounts ?? []).flatMap(({ numbers }, account) =>
      numbers.flatMap(({ greetings }, number) =>
        greetings.flatMap(({ menu }, greeting) =>
          menu.map((item, at) => ({
            name: item.department,
            path: [
              ...['voice', 'twilio', 'accounts', account, 'numbers', number],
              ...['greetings', greeting, 'menu', at, 'department'],
            ],
          })),
        ),
      ),
    ),
  ];
}

/** Names are one whatever their case. */
function fold(name: string): string {
  return name.trim().toLowerCase();
}
