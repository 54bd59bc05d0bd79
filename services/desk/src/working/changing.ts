import type { Catalogue, Service, Targets } from '@callbook/contracts';
import {
  type CallChange,
  changeCall,
  type LogTransaction,
  type NoticeWays,
  openServiceTasks,
  type SendingDeed,
} from '@callbook/log';
import { InvalidRequest } from '../query.ts';

/** Who does something to a call, when, and how people are told. */
export type Deed = SendingDeed & { readonly targets: Targets; readonly staff: NoticeWays };

/** A change with names as the log has them, and the service that it names. */
export type PlacedChange = { readonly change: CallChange; readonly service: Partial<Service> | undefined };

/**
 * Looks departments and services of a change up in the catalogue.
 * @throws InvalidRequest for a name that is none.
 */
export function placedIn(catalogue: Catalogue, { department, service, ...change }: CallChange): PlacedChange {
  const known = typeof service === 'string' ? catalogue.service(service) : undefined;
  if (typeof service === 'string' && !known) throw unknown('service', service);
  const given = typeof department === 'string' ? departmentIn(catalogue, department) : department;
  return { change: { ...change, service: known?.name ?? service, department: given }, service: known };
}

/**
 * Changes a call. A service that is new to it brings its department, its impact and its urgency along, where nothing else
 * is said of them, and the tasks that it is made of.
 * @throws CallbookError as `changeCall` does.
 */
export async function changePlaced(
  trx: LogTransaction,
  deed: Deed,
  { change, service }: PlacedChange,
  newId: () => string,
): Promise<void> {
  const { department, impact, urgency, tasks = [] } = service ?? {};
  await changeCall(trx, { ...deed, change, ofService: { department, impact, urgency } });
  await openServiceTasks(trx, { ...deed, tasks: tasks.map((task) => ({ ...task, id: newId() })) });
}

/** The name of a department as the log has it. @throws InvalidRequest for one that is none. */
export function departmentIn(catalogue: Catalogue, name: string): string {
  const known = catalogue.department(name);
  if (known === undefined) throw unknown('department', name);
  return known;
}

function unknown(what: 'department' | 'service', name: string): InvalidRequest {
  return new InvalidRequest([{ path: [what], message: `there is no ${what} ${name} in the configuration` }], 'body');
}
