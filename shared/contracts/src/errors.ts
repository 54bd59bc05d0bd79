/**
 * Every way in which Callbook can refuse or fail, by name. Outer surfaces (HTTP problems, `problem.code` of a contact,
 * dead letters, the log lines) carry these codes and no others, so that a code can be looked up and acted on.
 */
export const errorCodes = {
  'config-invalid': 'A setting is missing, misspelt or contradictory.',
  'contact-invalid': 'A contact does not fit the contract.',
  'message-invalid': 'A queued message does not fit the contract of its name.',
  'spool-full': 'The spool cannot take more: the disk or its configured limit is full. The source keeps the contact.',
  'spool-failed': 'The spool could not be written.',
  'archive-invalid-name': 'A name that is not a sha256 was asked of the archive.',
  'archive-missing': 'The archive holds nothing under this sha256.',
  'archive-full': 'The archive cannot take more: its disk is full. The source keeps the contact.',
  'archive-failed': 'The archive could not be read or written.',
  'queue-unavailable': 'Redis cannot be reached or does not answer in time.',
  'queue-unsafe':
    'This Redis may lose messages: it may evict keys (maxmemory-policy is not noeviction), or it is too old.',
  'dead-letter-unknown': 'There is no dead letter of this id.',
  'log-unavailable': 'Postgres cannot be reached.',
  'log-schema': 'The schema of the log is not the one this version was made for.',
  'call-unknown': 'There is no call of this reference.',
  'call-unanswerable': 'Nothing can be sent to the requester of this call, by any way that they wrote.',
  'reply-too-long': 'The requester of this call is written to by text message, and this is too long for one.',
  'call-changed': 'Somebody else has changed it since it was looked at. Look again, and decide again.',
  'tasks-open': 'The call has tasks that are not done.',
  'task-unknown': 'The call has no task of this id.',
  'known-error-unknown': 'There is no article of this id.',
  'requester-unknown': 'There is no requester of this id.',
  'contact-unknown': 'There is no contact of this id.',
  'email-connection': 'The mailbox cannot be reached.',
  'email-login': 'The mailbox refuses the login.',
  'email-token': 'The token endpoint refuses the account an access token for its mailbox.',
  'email-folder': 'The mailbox does not open this folder.',
  'email-poison': 'Reading this e-mail stopped its reader or took too long. Its original is kept.',
  'email-door': 'The door for mail servers (SMTP, LMTP) cannot be opened.',
  'email-send': 'The server that mail is handed in to cannot be reached, or does not take any at this moment.',
  'email-unparsable': 'The e-mail is not well-formed enough to be read. Its original is kept.',
  'voice-signature': 'A webhook is not signed as the provider signs it. It is refused.',
  'voice-unreadable': 'A webhook lacks what tells which call it is about. Its original is kept.',
  'voice-api': 'The provider of telephone calls cannot be reached, or answers with a fault.',
  'voice-login': 'The provider of telephone calls refuses the account or its token.',
  'voice-recording-missing':
    'The provider does not hand out a recording. It is tried again for as long as it is listed.',
  'voice-media-missing': 'The provider does not hand out what came with a text message.',
  'voice-recording-invalid': 'What the provider sent is not the recording: another type, or cut off.',
  'slack-signature':
    'A request is not signed as Slack signs it, is too old, or is of another workspace. It is refused.',
  'slack-unreadable': 'An event of Slack lacks what tells which message it is about. Its original is kept.',
  'slack-api': 'Slack cannot be reached, or answers with a fault.',
  'slack-limited': 'Slack asks to be asked less often. It is asked again when it said so.',
  'slack-login': 'Slack refuses the token of the app, or the app lacks a scope.',
  'slack-file-too-large': 'A file is larger than maxFileSize allows. It is named, and not fetched.',
  'slack-file-foreign': 'A file does not lie at Slack itself. It is named, and not fetched.',
  'slack-file-missing': 'Slack does not hand out a file: it was deleted, or is hidden by the limit of a free plan.',
  'media-undecodable': 'A recording or a scan cannot be read: it is damaged, or not what it says it is.',
  'media-tool-missing': 'A program that this kind of recording or scan needs is not installed on this machine.',
  'media-late': 'Working on a recording or a scan took too long or too much, and was ended.',
  'speech-failed': 'The speech engine failed, or answered with something that is no transcript.',
  'scan-unsupported': 'A file is of no kind that is read here: PDF, TIFF, PNG, JPEG and WebP are.',
  'scan-encrypted': 'A PDF is locked by a password. Its original is kept; it has to be scanned or saved without one.',
  'scan-truncated': 'A file is cut off: it was sent, or stored, in part.',
  'scan-too-large': 'A file, or one of its pages, is larger than is read here. Its original is kept.',
  'scan-too-many-pages': 'A file has more pages than are read. Those before the limit are; its original is kept.',
  'scan-empty': 'A file has no page, or nothing is on any of them.',
  'scan-unreadable': 'A file is damaged, or not what it says it is. Its original is kept.',
  'scan-poison': 'Reading a page stopped its reader. Its original is kept, and a person has to read it.',
  'paper-refused': 'Scans are handed in with the token of a tray, or by who is signed in at the desk.',
  'paper-folder': 'The folder of a tray cannot be looked at. What lies in it stays there.',
  'reading-failed': 'The engine that reads scans failed, or answered with something that is no reading.',
  'form-code-invalid':
    'A code on a sheet begins as ours do and is none: cut off, misread, or with a wrong check digit.',
  'form-template-unknown': 'A code on a sheet names a layout that this version of Callbook does not know.',
  'form-unregistered': 'The corner marks that were found on a page do not fit the sheet that its code names.',
  'contact-poison': 'Recording this contact stopped its worker repeatedly. It is recorded raw, with its original.',
  'contact-unrecordable': 'The log refused this contact as it was. It is recorded raw, with its original.',
  'web-suspicious':
    'A message of the web form bears marks of a program rather than of a person. It is logged all the same.',
  'request-invalid': 'The request does not fit the contract of this path.',
  'sign-in-required': 'Nobody is signed in, and no token that is valid came along.',
  'sign-in-failed': 'This address and this password do not belong together, or nobody may sign in with them.',
  'sign-in-throttled': 'Too many have failed to sign in like this. It is possible again later.',
  'provider-unreachable': 'The provider of the organisation’s accounts does not answer as one.',
  'link-invalid': 'This link was used before, is too old, or was never made.',
  'not-permitted': 'Whoever is signed in, or the token, may not do this.',
  'origin-foreign': 'A page of another site sent this request. It is refused.',
  'agent-unknown': 'There is no agent of this id.',
  'token-unknown': 'There is no token of this id.',
  'view-unknown': 'There is no view of this id, or it is another agent’s own.',
  'view-exists': 'There is a view of this name already.',
  'session-unknown': 'There is no session of this id.',
  'not-found': 'There is nothing at this path.',
  'shutdown-late': 'A part did not stop in time and was left behind.',
  'service-missing': 'A program that Callbook needs on this machine is missing.',
  'service-failed': 'A program that Callbook runs on this machine did not start.',
  internal: 'Something happened that has no name yet.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** An error with a name that people and programs can act on. `message` says what happened and what to do next. */
export class CallbookError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CallbookError';
    this.code = code;
  }
}

/** True for an error of ours, of the given code when one is given. */
export function isCallbookError(error: unknown, code?: ErrorCode): error is CallbookError {
  return error instanceof CallbookError && (code === undefined || error.code === code);
}
