import {
  type CallTargets,
  type Catalogue,
  type Config,
  type Contact,
  catalogueOf,
  type Impact,
  type Priority,
  type Service,
  targetsOf,
  type Urgency,
} from '@callbook/contracts';
import type { RoutedBy } from '@callbook/log';
import { type Choice, chosenIn } from './choice.ts';
import type { Learned } from './learned.ts';
import { rulesOf } from './rules.ts';
import { listOf } from './whom.ts';
import { finderOf, type Said, saidIn } from './words.ts';

/** Where a call goes, how much it matters, and why. */
export type Classification = CallTargets & {
  readonly department: string | undefined;
  readonly service: string | undefined;
  readonly impact: Impact;
  readonly urgency: Urgency;
  readonly priority: Priority;
  readonly assignee: string | undefined;
  /** Undefined where there are no departments: then there is nothing to decide. */
  readonly routedBy: RoutedBy | undefined;
  readonly routedWhy: string | undefined;
  /** What its service is made of. */
  readonly tasks: Service['tasks'];
};

/** Classifies a call by the contact that it begins with. */
export type Classify = (contact: Contact) => Classification;

export type ClassifyConfig = Pick<Config, 'departments' | 'services' | 'routing' | 'priorities' | 'response' | 'voice'>;

/** A place that was found for a call. */
type Place = {
  readonly department?: string | undefined;
  readonly service?: string | undefined;
  readonly by: RoutedBy;
  readonly why: string;
};

/**
 * What classifies calls by a configuration. In this order: what the requester chose, the first rule that fits, the words
 * of the services, what was learned from the log; what nothing is known of waits in triage. Only lists of words and of
 * people make a call urgent, and nothing that was learned does. `learned` is asked each time: it changes as the log grows.
 */
export function openClassify(config: ClassifyConfig, learned: () => Learned | undefined = () => undefined): Classify {
  const catalogue = catalogueOf(config);
  const targets = targetsOf(config);
  const { routing } = config;
  const ruled = rulesOf(routing.rules);
  const services = finderOf(config.services.flatMap((means) => means.words.map((word) => ({ word, means }))));
  const isVip = listOf(routing.vips);
  const urgent = finderOf(routing.urgentWords.map((word) => ({ word, means: word })));

  return (contact) => {
    const choice = chosenIn(contact);
    const said = saidIn(`${contact.subject ?? ''}\n${contact.text}`);
    const rule = ruled({ contact, choice, said });
    const place =
      chosenPlace(choice, catalogue) ??
      rulePlace(rule, catalogue) ??
      worded(services(said)) ??
      guessed(learned(), said, catalogue) ??
      (catalogue.departments.length > 0 ? TRIAGE : undefined);
    const department = place?.department;
    const service = place?.service ?? worded(services(said), department)?.service;
    const own = service === undefined ? undefined : catalogue.service(service);
    const impact = rule?.rule.impact ?? own?.impact ?? 'medium';
    const pressing = urgencyWhy(contact, said);
    const urgency =
      pressing === undefined ? (choice.urgency ?? rule?.rule.urgency ?? own?.urgency ?? 'medium') : 'high';
    const priority = targets.priorityOf(impact, urgency);
    const why = [place?.why, pressing].filter((one) => one !== undefined).join('; ');
    return {
      ...{ department, service, impact, urgency, priority, assignee: rule?.rule.assignee },
      ...targets.of({ department, service, priority, receivedAt: contact.receivedAt, waits: [] }),
      ...{ routedBy: place?.by, routedWhy: why === '' ? undefined : why, tasks: own?.tasks ?? [] },
    };
  };

  function urgencyWhy({ from }: Contact, said: Said): string | undefined {
    const vip = from.verified === false ? undefined : isVip(from);
    if (vip !== undefined) return `urgent, since ${vip} is on the list of VIPs`;
    const [found] = urgent(said);
    return found && `urgent, since it says “${found.word}”`;
  }
}

const TRIAGE: Place = { by: 'triage', why: 'nothing tells for sure where it belongs' };

function chosenPlace({ department, service, tags }: Choice, catalogue: Catalogue): Place | undefined {
  const known = service === undefined ? undefined : (catalogue.service(service) ?? { name: service });
  const tag =
    catalogue.departments.length === 0 ? undefined : tags.find((one) => catalogue.department(one) !== undefined);
  // What was chosen counts also where the configuration has forgotten it: somebody printed that form.
  const named = department ?? ('department' in (known ?? {}) ? known?.department : undefined) ?? tag;
  if (named === undefined && known === undefined) return undefined;
  const what = [department, service].filter((one) => one !== undefined).join(', ');
  return {
    department: named === undefined ? undefined : (catalogue.department(named) ?? named),
    service: known?.name,
    by: 'choice',
    why: what === '' ? `it was sent to +${tag}` : `${what} was chosen`,
  };
}

function rulePlace(ruled: ReturnType<ReturnType<typeof rulesOf>>, catalogue: Catalogue): Place | undefined {
  const { department, service } = ruled?.rule ?? {};
  if (!ruled || (department === undefined && service === undefined)) return undefined;
  const known = service === undefined ? undefined : catalogue.service(service);
  const named = department ?? known?.department;
  return {
    department: named === undefined ? undefined : (catalogue.department(named) ?? named),
    service: known?.name,
    by: 'rule',
    why: ruled.why,
  };
}

type Found = readonly { readonly word: string; readonly means: Service }[];

/** The service that most words point to; its department alone where several of it are pointed to alike. */
function worded(found: Found, within?: string): Place | undefined {
  const words = new Map<Service, Set<string>>();
  for (const { word, means } of found)
    if (within === undefined || means.department === within)
      words.set(means, (words.get(means) ?? new Set()).add(word.toLowerCase()));
  const ranked = [...words].sort(([, one], [, other]) => other.size - one.size);
  const [best] = ranked;
  if (!best) return undefined;
  const equals = ranked.filter(([, { size }]) => size === best[1].size);
  const departments = new Set(equals.map(([{ department }]) => department));
  if (departments.size > 1) return undefined;
  const why = `${[...best[1]].map((word) => `“${word}”`).join(', ')} points to ${best[0].name}`;
  return {
    department: best[0].department,
    service: equals.length === 1 ? best[0].name : undefined,
    by: 'words',
    why,
  };
}

function guessed(learned: Learned | undefined, said: Said, catalogue: Catalogue): Place | undefined {
  const guess = learned?.guess([...said.words]);
  // A department may have been renamed since.
  const department = guess && catalogue.department(guess.department);
  if (!guess || department === undefined) return undefined;
  return { department, by: 'learned', why: guess.why };
}
