/** The environment of the process. Nothing else reads it. */
export const variables: Readonly<Record<string, string | undefined>> = process.env;
