import { resolve } from 'node:path';

/** What a process is told by its environment. Read here and nowhere else. */
export type Environment = {
  /** `CALLBOOK_HOME`: where data lives; default `.callbook` in the working directory. */
  readonly home: string;
  /** `CALLBOOK_CONFIG`: the configuration file; default `callbook.yaml` where there is one. */
  readonly configPath: string | undefined;
  /** `CALLBOOK_PORT`: overrides `http.port`. */
  readonly port: number | undefined;
  /** `DATABASE_URL`, `REDIS_URL`: override the configuration; nothing embedded starts where they are given. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Every variable, for `${NAME}` in the configuration. */
  readonly variables: Readonly<Record<string, string | undefined>>;
};

/** Reads the environment of this process. An empty variable counts as none. */
export function environment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const read = (name: string) => variables[name]?.trim() || undefined;
  const port = read('CALLBOOK_PORT');
  return {
    home: resolve(read('CALLBOOK_HOME') ?? '.callbook'),
    configPath: read('CALLBOOK_CONFIG'),
    port: port === undefined ? undefined : Number(port),
    databaseUrl: read('DATABASE_URL'),
    redisUrl: read('REDIS_URL'),
    variables,
  };
}
