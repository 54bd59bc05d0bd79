/** Who sits before this page. */
export type Me = { readonly name: string; readonly role: 'read-only' | 'agent' | 'lead' | 'admin' };

const ME: Me = { name: 'Desk', role: 'agent' };

export function useMe(): Me | undefined {
  return ME;
}

/** Whether somebody may answer, note and change calls. */
export function mayWork(me: Me | undefined): boolean {
  return me !== undefined && me.role !== 'read-only';
}
