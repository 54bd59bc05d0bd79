import type { ColumnType, JSONColumnType } from 'kysely';

/** An instant: written as RFC 3339 or Date, read as Date. */
export type Instant = ColumnType<Date, Date | string, Date | string>;

export type OptionalInstant = ColumnType<Date | null, Date | string | null, Date | string | null>;

export type Json<T extends object> = JSONColumnType<T>;

export type OptionalJson<T extends object> = JSONColumnType<T | null>;
