/** JSON as Slack sent it: anything may be missing, and anything may be of another kind than the documentation says. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a path; an empty one where there is none. */
export function at(value: unknown, ...path: readonly string[]): Json {
  let found = value;
  for (const step of path) found = isJson(found) ? found[step] : undefined;
  return isJson(found) ? found : {};
}

/** The text at a path; undefined where there is none, or an empty one. */
export function text(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path.slice(0, -1))[path.at(-1) ?? ''];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Slack's own name of a user, a conversation, a view or a file at a path; undefined for anything that is none. */
export function id(value: unknown, ...path: readonly string[]): string | undefined {
  const found = text(value, ...path);
  return found !== undefined && /^[A-Z][A-Z0-9]{1,31}$/.test(found) ? found : undefined;
}

/** The objects in the list at a path. */
export function list(value: unknown, ...path: readonly string[]): Json[] {
  const found = at(value, ...path.slice(0, -1))[path.at(-1) ?? ''];
  return Array.isArray(found) ? found.filter(isJson) : [];
}

/** The workspaces that a request may be for: the one that the app is installed in first. */
export function teamsIn(body: Json): string[] {
  const teams = [
    ...list(body, 'authorizations').flatMap((one) => text(one, 'team_id') ?? []),
    ...[text(body, 'team_id'), text(body, 'team', 'id'), text(body, 'user', 'team_id'), text(body, 'view', 'team_id')],
    ...[text(body, 'enterprise_id'), text(body, 'enterprise', 'id')],
  ];
  return teams.flatMap((team) => team ?? []);
}
