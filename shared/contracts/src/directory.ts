/** By what a directory says that somebody is known. */
export type DirectoryIdentity = {
  readonly kind: 'email' | 'phone' | 'slack' | 'employee-number';
  /** An address in lower case, a number in E.164, `team/user`, or what stands on a badge. */
  readonly value: string;
  /** They typed it in themselves, and nobody looked: it makes nobody one person. */
  readonly claimed?: boolean;
};

/** Somebody in a directory: a row of a file, a member of a workspace. */
export type DirectoryPerson = {
  /** The directory's own name of this entry. It stays the same when everything else changes. */
  readonly key: string;
  readonly name: string;
  readonly identities: readonly DirectoryIdentity[];
  readonly department?: string | undefined;
  /** Where they are found: a room, a site. */
  readonly place?: string | undefined;
};

/** All that one source has at one time: what is missing in it has left. */
export type Directory = {
  /** What the source is called in the log: the same at every import. */
  readonly source: string;
  /** Its names and departments stand, whatever other sources say. */
  readonly leads: boolean;
  readonly people: readonly DirectoryPerson[];
  /** What could not be used, in words for whoever imports it. */
  readonly notes: readonly string[];
};
