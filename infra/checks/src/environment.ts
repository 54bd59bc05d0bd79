/** Where the tests find their Postgres and Redis: `infra/test` starts both and names them here. */
export function testServices(): { databaseUrl: string; redisUrl: string } {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  if (!databaseUrl || !redisUrl)
    throw new Error('These tests need DATABASE_URL and REDIS_URL. Run them with infra/test, which starts both.');
  return { databaseUrl, redisUrl };
}
