import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { mainOf, type Program, startProgram } from '../program.ts';

/** The e-mail adapter as a program, with a spool and an archive that nobody else has. */
export type Adapter = Program & {
  /** Kills it, and removes what it has on disk. */
  end(): Promise<void>;
};

/** Starts the adapter with these settings of `email`. */
export async function startAdapter(bench: Bench, name: string, email: object): Promise<Adapter> {
  const home = join(bench.folder, name);
  const config = join(bench.folder, `${name}.yaml`);
  writeFileSync(config, JSON.stringify({ email })); // JSON is YAML
  const program = await startProgram(bench, name, mainOf('services/email'), {
    CALLBOOK_CONFIG: config,
    CALLBOOK_HOME: home,
  });
  return {
    ...program,
    async end() {
      await program.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
