import type { ConfigSchema } from '@callbook/contracts';

/** What the walk below reads of a schema of zod. */
type Schema = {
  readonly def: {
    readonly type: string;
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly innerType?: Schema;
    readonly element?: Schema;
    readonly defaultValue?: unknown;
  };
};

export type Setting = {
  /** `email.accounts.imap.port`: lists are passed through. */
  readonly path: string;
  readonly required: boolean;
  /** Undefined where there is none, or none that the schema knows. */
  readonly fallback: unknown;
};

/** Every single setting of a configuration schema, with what it is when it is left out. */
export function settingsOf(schema: typeof ConfigSchema): Setting[] {
  return walk(schema as unknown as Schema, [], { required: true, fallback: undefined });
}

function walk(schema: Schema, path: string[], found: Omit<Setting, 'path'>): Setting[] {
  const { type, shape, innerType, element, defaultValue } = schema.def;
  if (innerType) {
    const given = type === 'default' ? { fallback: defaultValue } : {};
    return walk(innerType, path, { ...found, ...given, required: false });
  }
  if (shape)
    return Object.entries(shape).flatMap(([name, inner]) =>
      walk(inner, [...path, name], { ...found, required: true, fallback: undefined }),
    );
  const setting = { path: path.join('.'), ...found };
  // A list is a setting, and so is everything in each of its members, where those are sections.
  return element?.def.shape ? [setting, ...walk(element, path, found)] : [setting];
}
