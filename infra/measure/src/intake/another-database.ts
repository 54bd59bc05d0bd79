import { migrate } from '@callbook/log';
import pg from 'pg';

/** A second database on the same server, with the log's schema and the first one's way to compress. */
export async function anotherDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ compression: string }>(
      `select current_setting('default_toast_compression') as compression`,
    );
    await client.query(`create database ${name}`);
    await client.query(`alter database ${name} set default_toast_compression = '${rows[0]?.compression ?? 'pglz'}'`);
  } finally {
    await client.end();
  }
  const another = new URL(url);
  another.pathname = `/${name}`;
  await migrate(another.href);
  return another.href;
}
